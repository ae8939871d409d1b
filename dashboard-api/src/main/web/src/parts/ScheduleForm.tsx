import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useId, useState, type FormEvent } from 'react';
import { get, Problem, send } from '../api/client';
import { useSchemes, useStats } from '../api/queries';
import type { CommandRow, CommandSent, MinerPage, SchemeRow } from '../api/types';
import { coins, satOf, tickerOf } from '../format/coin';
import { t } from '../text/en';
import { CopyLine } from '../ui/Copy';
import { Panel } from '../ui/Panel';
import { cleaned, commandOf, isBase64, kindOf, messageOf } from './scheduleMessage';
import { schemeText } from './TermsPanel';

const PATIENCE_MS = 30_000;
const ASK_AGAIN_MS = 700;
const present = () => Math.floor(Date.now() / 1000);

/** A change of schedule from the wish over the message and its signature to the pool's answer. */
export function SchedulePanel({ miner }: { miner: MinerPage }) {
  const schemes = useSchemes().data;
  const chain = useStats().data?.chain;
  if (!miner.schedule || !schemes || !chain) return null;
  return (
    <Panel title={t('change.title')} note={t('change.note')}>
      <details className="change">
        <summary>{t('change.open')}</summary>
        <Change miner={miner} chain={chain} schemes={schemes} />
      </details>
    </Panel>
  );
}

interface Told { minimum?: string; signature?: string; same?: string }

function Change({ miner, chain, schemes }: { miner: MinerPage; chain: string; schemes: SchemeRow[] }) {
  const now = miner.schedule!;
  const ticker = tickerOf(chain, useStats().data?.coin?.ticker);
  const ids = useId();
  const [scheme, setScheme] = useState(now.scheme);
  const [minimum, setMinimum] = useState('');
  const [time, setTime] = useState(present);
  const [signature, setSignature] = useState('');
  const [told, setTold] = useState<Told>({});
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>();
  const [sent, setSent] = useState<CommandSent>();
  const minimumSat = minimum.trim() === '' ? null : satOf(minimum);
  const message = messageOf({ chain, address: miner.account, scheme, minimumSat: minimumSat ?? null, time });
  const command = commandOf(chain, miner.account, message);
  const same = scheme === now.scheme && (minimumSat === null || minimumSat === now.minimumPayoutSat);

  /** Another text needs another signature. */
  const change = (apply: () => void) => {
    apply();
    setTime(present());
    setSignature('');
    setTold({});
    setProblem(undefined);
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const text = cleaned(signature);
    const wrong: Told = {
      ...(minimumSat === undefined ? { minimum: t('change.minimum.bad') } : {}),
      ...(same ? { same: t('change.same') } : {}),
      ...(text === '' ? { signature: t('change.signature.missing') } : isBase64(text) ? {} : { signature: t('change.signature.bad') }),
    };
    setTold(wrong);
    if (Object.keys(wrong).length > 0) return;
    setBusy(true);
    setProblem(undefined);
    try {
      setSent(await send<CommandSent>('POST', `/miners/${encodeURIComponent(miner.account)}/schedule`, { message, signature: text }));
    } catch (failed) {
      setProblem(failed);
    } finally {
      setBusy(false);
    }
  };
  const again = () => {
    setSent(undefined);
    change(() => setMinimum(''));
  };
  if (sent) return <Answer sent={sent} scheme={scheme} account={miner.account} again={again} />;
  return (
    <form className="change-form" onSubmit={(event) => void submit(event)} noValidate>
      <h3>{t('change.step1')}</h3>
      <div className="fields">
        <label className="field grow"><span>{t('change.scheme')}</span>
          <select value={scheme} onChange={(event) => change(() => setScheme(event.target.value))} aria-describedby={told.same ? `${ids}same` : undefined}>
            {schemes.map((row) => <option key={row.scheme} value={row.scheme}>{t('change.option', { name: row.scheme, when: schemeText(row) })}</option>)}
          </select>
        </label>
        <label className="field"><span>{t('change.minimum')}</span>
          <input value={minimum} inputMode="decimal" autoComplete="off" maxLength={20} aria-invalid={told.minimum !== undefined} aria-describedby={`${ids}minimum`}
            onChange={(event) => change(() => setMinimum(event.target.value))} />
        </label>
      </div>
      <p id={`${ids}minimum`} className={told.minimum ? 'bad-text' : 'note'} role={told.minimum ? 'alert' : undefined}>
        {told.minimum ?? t('change.minimum.hint', { ticker, now: coins(now.minimumPayoutSat) })}
      </p>
      {told.same ? <p id={`${ids}same`} className="bad-text" role="alert">{told.same}</p> : null}
      <h3>{t('change.step2')}</h3>
      <CopyLine text={message} label={t('change.message')} />
      <p className="note">{t('change.message.age')} <button type="button" className="link" onClick={() => change(() => undefined)}>{t('change.fresh')}</button></p>
      <p className="note">{t(`change.wallet.${kindOf(miner.account)}`)}</p>
      {command ? <CopyLine text={command} label={t('change.command')} /> : null}
      <h3>{t('change.step3')}</h3>
      <label className="field"><span>{t('change.signature')}</span>
        <textarea rows={3} value={signature} autoComplete="off" autoCapitalize="none" spellCheck={false} maxLength={1000} aria-invalid={told.signature !== undefined}
          aria-describedby={`${ids}signature`} onChange={(event) => { setSignature(event.target.value); setTold({}); setProblem(undefined); }} />
      </label>
      <p id={`${ids}signature`} className={told.signature ? 'bad-text' : 'note'} role={told.signature ? 'alert' : undefined}>{told.signature ?? t('change.signature.hint')}</p>
      {problem ? <Trouble problem={problem} /> : null}
      <button type="submit" className="button" disabled={busy}>{t(busy ? 'change.sending' : 'change.send')}</button>
    </form>
  );
}

/** Why it was not sent, in the API's own words. */
function Trouble({ problem }: { problem: unknown }) {
  const unsure = problem instanceof Problem && (problem.status === 0 || problem.status >= 500);
  return (
    <div className="error-note" role="alert">
      <p><strong>{t('change.problem')}:</strong> {problem instanceof Error ? problem.message : t('state.error')}{unsure ? ` ${t('change.unsure')}` : ''}</p>
    </div>
  );
}

/** What became of it: asked until the payout service has said so. */
function Answer({ sent, scheme, account, again }: { sent: CommandSent; scheme: string; account: string; again: () => void }) {
  const client = useQueryClient();
  const [since] = useState(Date.now);
  const answer = useQuery({
    queryKey: ['command', sent.commandId],
    queryFn: async ({ signal }) => {
      const row = await get<CommandRow>(`/commands/${sent.commandId}`, signal);
      // The account's page follows the answer by a moment.
      if (row.outcome === 'applied') void client.invalidateQueries({ queryKey: ['miner', account] });
      return row;
    },
    refetchInterval: ({ state }) => (state.data && state.data.outcome !== 'pending' ? false : ASK_AGAIN_MS),
    gcTime: 0,
  });
  const outcome = answer.data?.outcome ?? 'pending';
  const slow = outcome === 'pending' && Math.max(answer.dataUpdatedAt, answer.errorUpdatedAt) - since > PATIENCE_MS;
  return (
    <div className="change-form" role="status">
      {outcome === 'applied' ? <p className="good-text"><strong>{t('change.applied')}</strong> {t('change.applied.text', { scheme })}</p> : null}
      {outcome === 'refused' ? <p className="bad-text"><strong>{t('change.refused')}:</strong> {answer.data?.detail}</p> : null}
      {outcome === 'pending' ? <p>{t(slow ? 'change.slow' : 'change.waiting')}</p> : null}
      {outcome === 'pending' ? null : <button type="button" className="button small" onClick={again}>{t('change.again')}</button>}
    </div>
  );
}
