import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { Problem, get } from '../../api/client';
import { useRefresh } from '../api/queries';
import { guarded, useSend } from '../api/session';
import type { CommandOwner, CommandRow, CommandSent } from '../api/types';
import { type CommandPlan, isConflict, isSettled, outcomeOf, pollAfterMs } from '../model/command';
import { t } from '../text';
import { Dialog } from '../ui/Dialog';
import { Field } from '../ui/Field';
import { wordsOf } from '../ui/Loaded';
import { Notice } from '../ui/parts';
import { Changes } from './Changes';

const LEAST_REASON = 3;
const PATIENCE_MS = 30_000;

/** What will happen, why, and then what became of it. */
export function CommandDialog({ plan, onClose, onApplied }: {
  plan: CommandPlan; onClose: () => void; onApplied?: (() => void) | undefined;
}) {
  const send = useSend();
  const [reason, setReason] = useState('');
  const [asked, setAsked] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Error>();
  const [sent, setSent] = useState<CommandSent>();
  const short = reason.trim().length < LEAST_REASON;

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setAsked(true);
    if (short) return;
    setBusy(true);
    setProblem(undefined);
    const { owner, kind, fields, expectedVersion } = plan;
    const body = { owner, kind, fields, reason: reason.trim(), ...(expectedVersion === undefined ? {} : { expectedVersion }) };
    try {
      setSent(await send<CommandSent>('POST', '/admin/commands', body));
    } catch (failed) {
      setProblem(failed as Error);
    } finally {
      setBusy(false);
    }
  };
  if (sent) {
    return (
      <Dialog title={plan.title} onClose={onClose}>
        <Answer answerAt={sent.answerAt} owner={plan.owner} onClose={onClose} onApplied={onApplied} />
      </Dialog>
    );
  }
  const unsure = problem instanceof Problem && (problem.status === 0 || problem.status >= 500);
  return (
    <Dialog title={plan.title} danger={plan.danger} onClose={busy ? undefined : onClose}>
      <form onSubmit={submit} noValidate>
        <div className="adm-dialog-body">
          <ul className="adm-effects">{plan.effects.map((effect) => <li key={effect}>{effect}</li>)}</ul>
          {plan.changes && <Changes changes={plan.changes} />}
          <Field label={t('command.reason')} hint={t('command.reasonHint')} value={reason} onChange={setReason} maxLength={200} required
            autoFocus error={asked && short ? t('command.reasonMissing') : undefined} />
          {problem && (
            <Notice tone="bad" role="alert" title={t('command.notSent')}>
              <p>{wordsOf(problem)}</p>
              {unsure && <p>{t('command.unsure')}</p>}
            </Notice>
          )}
        </div>
        <footer className="adm-actions">
          <button type="button" className="adm-button" onClick={onClose} disabled={busy}>{t('ui.cancel')}</button>
          <button type="submit" className={plan.danger ? 'adm-button adm-danger' : 'adm-button adm-primary'} disabled={busy}>
            {busy ? t('command.sending') : plan.confirm}
          </button>
        </footer>
      </form>
    </Dialog>
  );
}

/** Asks until the owner answered; says so when that takes long, since a command is kept until its owner is back. */
function Answer({ answerAt, owner, onClose, onApplied }: {
  answerAt: string; owner: CommandOwner; onClose: () => void; onApplied?: (() => void) | undefined;
}) {
  const client = useQueryClient();
  const refresh = useRefresh();
  const [since] = useState(Date.now);
  const done = useRef<HTMLButtonElement>(null);
  const query = useQuery({
    queryKey: ['admin-command', answerAt],
    queryFn: ({ signal }) => guarded(client, () => get<CommandRow>(answerAt.replace(/^\/api/, ''), signal)),
    refetchInterval: ({ state }) => {
      const waited = Date.now() - since;
      return state.data && isSettled(state.data, owner, waited) ? false : pollAfterMs(waited);
    },
    retry: true,
    gcTime: 0,
  });
  const outcome = query.data && isSettled(query.data, owner, query.dataUpdatedAt - since) ? outcomeOf(query.data) : 'pending';
  const detail = query.data?.detail ?? '';
  useEffect(() => {
    if (outcome === 'pending') return;
    done.current?.focus();
    // The read models follow the answer by a moment.
    void refresh();
    const later = setTimeout(() => void refresh(), 1_500);
    if (outcome === 'applied') onApplied?.();
    return () => clearTimeout(later);
    // Once, when the answer is there.
  }, [outcome]);
  const slow = outcome === 'pending' && query.dataUpdatedAt - since > PATIENCE_MS;
  return (
    <>
      <div className="adm-dialog-body" role="status">
        <ol className="adm-progress">
          <li className="adm-step-done">{t('command.sent')}</li>
          <li className={outcome === 'pending' ? 'adm-step-now' : 'adm-step-done'}>{t('command.waiting')}</li>
          <li className={outcome === 'applied' ? 'adm-step-done' : outcome === 'refused' ? 'adm-step-bad' : 'adm-step-next'}>
            {t(outcome === 'refused' ? 'command.refused' : 'command.applied')}
          </li>
        </ol>
        {outcome === 'applied' && <Notice tone="ok" title={t('command.appliedMore')} />}
        {outcome === 'refused' && (
          <Notice tone="bad" title={t('command.refusedMore')}>
            <p>{detail}</p>
            {isConflict(detail) && <p>{t('command.conflict')}</p>}
          </Notice>
        )}
        {slow && <Notice tone="warn" title={t('command.slow')}>{t('command.slowMore')}</Notice>}
      </div>
      <footer className="adm-actions">
        <button ref={done} type="button" className="adm-button adm-primary" onClick={onClose}>
          {outcome === 'pending' ? t('command.leave') : t('ui.close')}
        </button>
      </footer>
    </>
  );
}
