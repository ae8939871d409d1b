import { type FormEvent, type ReactNode, useState } from 'react';
import { moment } from '../../../format/time';
import { useMay } from '../../session/SessionContext';
import { useAsk } from '../../command/Commands';
import { type CommandPlan } from '../../model/command';
import { type Rule, momentOf } from '../../model/settings';
import { t } from '../../text';
import { Field } from '../../ui/Field';
import { Notice } from '../../ui/parts';
import { localTime, zone } from '../SharesForm';

/** The words of a rule that is broken. */
export const broken = (rule: Rule, least: number, most: number) => t(`rule.${rule}`, { least, most });

/** What is typed over a setting, and whether somebody else changed the setting meanwhile. */
export function useDraft<Form>(version: number, fresh: () => Form) {
  const [base, setBase] = useState(version);
  const [form, setForm] = useState(fresh);
  return {
    form,
    base,
    moved: version !== base,
    set: (change: Partial<Form>) => setForm((before) => ({ ...before, ...change })),
    takeTheirs: () => {
      setForm(fresh());
      setBase(version);
    },
    keepMine: () => setBase(version),
  };
}

/**
 * The frame of a setting's form: somebody else's change is told before one's own is sent.
 *
 * @param plan what would be sent; null while there is nothing to send, undefined when a field is wrong
 */
export function Edit({ version, moved, takeTheirs, keepMine, plan, onDone, children }: {
  version: number; moved: boolean; takeTheirs: () => void; keepMine: () => void;
  plan: () => CommandPlan | null | undefined; onDone: () => void; children: ReactNode;
}) {
  const ask = useAsk();
  const [same, setSame] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const made = plan();
    setSame(made === null);
    if (made) ask(made, onDone);
  };
  return (
    <form className="adm-edit" onSubmit={submit} noValidate>
      {moved && (
        <Notice tone="warn" role="alert" title={t('settings.moved', { n: version })}>
          <span className="adm-actions adm-left">
            <button type="button" className="adm-button adm-small" onClick={takeTheirs}>{t('settings.takeTheirs')}</button>
            <button type="button" className="adm-button adm-small" onClick={keepMine}>{t('settings.keepMine')}</button>
          </span>
        </Notice>
      )}
      <div className="adm-form-grid">{children}</div>
      {same && <p className="adm-quiet" role="status">{t('settings.same')}</p>}
      <div className="adm-actions adm-left">
        <button type="submit" className="adm-button adm-primary" disabled={moved}>{t('settings.preview')}…</button>
        <button type="button" className="adm-button" onClick={onDone}>{t('ui.cancel')}</button>
      </div>
    </form>
  );
}

/** A newer word takes the place of a plan. */
export const Waits = () => <div className="adm-form-all"><Notice tone="warn">{t('settings.waits')}</Notice></div>;

/** An edit button for who may. */
export function EditButton({ owner, kind, name, onClick, children }: {
  owner: CommandPlan['owner']; kind: string; name: string; onClick: () => void; children?: ReactNode;
}) {
  const { may, needed } = useMay(owner, kind);
  const why = may ? undefined : t('ui.needsRole', { role: t(`role.${needed}`) });
  return (
    <button type="button" className="adm-button adm-small" aria-disabled={!may || undefined} title={why}
      aria-label={[name, why].filter(Boolean).join(', ')} onClick={() => may && onClick()}>
      {children ?? t('settings.edit')}
    </button>
  );
}

/** From when on: at once, or a time to come. */
export function WhenField({ value, onChange, error }: { value: string; onChange: (text: string) => void; error: string | undefined }) {
  return (
    <Field label={t('settings.when')} type="datetime-local" value={value} onChange={onChange} min={localTime(Date.now())} error={error}
      hint={t('settings.whenHint', { zone: zone() })} />
  );
}

/** What the time field says: its problem, or the command's field and a sentence about it. */
export function whenOf(text: string, now: number): { problem?: string; field: Record<string, string>; sentence: string } {
  if (text === '') return { field: {}, sentence: t('settings.atOnce') };
  const at = momentOf(text);
  if (at === undefined) return { problem: t('rule.time'), field: {}, sentence: '' };
  if (at <= now) return { problem: t('rule.past'), field: {}, sentence: '' };
  return { field: { from_ms: String(at) }, sentence: t('settings.at', { time: moment(at) }) };
}
