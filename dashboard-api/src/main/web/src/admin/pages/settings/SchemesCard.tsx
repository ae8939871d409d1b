import { useState } from 'react';
import type { SchemePlan } from '../../../api/types';
import { interval, moment } from '../../../format/time';
import type { SchemeSetting } from '../../api/types';
import { type CommandPlan } from '../../model/command';
import { type Errors, type SchemeForm, changed, checkScheme, hasErrors, whole } from '../../model/settings';
import { t } from '../../text';
import { Field } from '../../ui/Field';
import { Card, Table } from '../../ui/parts';
import { Edit, EditButton, Waits, WhenField, broken, useDraft, whenOf } from './Edit';

type Draft = SchemeForm & { from: string };

function planOf(form: SchemeForm, before: SchemeSetting | undefined, version: number, when: ReturnType<typeof whenOf>): CommandPlan | null {
  const scheme = form.scheme;
  const blocks = whole(form.blockInterval) ?? 0;
  const minutes = whole(form.timeIntervalMinutes) ?? 0;
  const changes = changed([
    { name: t('schemes.blocks'), before: before ? String(before.blockInterval) : '', after: String(blocks) },
    { name: t('schemes.minutes'), before: before ? interval(before.timeIntervalMinutes) : '', after: interval(minutes) },
    { name: t('schemes.description'), before: before?.description ?? '', after: form.description.trim() },
  ]);
  if (before && changes.length === 0) return null;
  return {
    owner: 'payout', kind: 'put-scheme', expectedVersion: version,
    changes: [...changes, { name: t('settings.when'), before: '', after: when.sentence }],
    fields: { scheme, block_interval: String(blocks), time_interval: String(minutes), description: form.description.trim(), ...when.field },
    title: t(before ? 'schemes.putTitle' : 'schemes.newTitle', { scheme }),
    confirm: t(before ? 'schemes.putDo' : 'schemes.newDo'),
    effects: before ? [t('schemes.put1', { scheme }), t('schemes.put2')] : [t('schemes.new1')],
  };
}

/** What will be, in a sentence. */
export function planned(next: SchemePlan): string {
  const when = [
    ...(next.blockInterval > 0 ? [t('schemes.plannedBlocks', { n: next.blockInterval })] : []),
    ...(next.timeIntervalMinutes > 0 ? [t('schemes.plannedTime', { interval: interval(next.timeIntervalMinutes) })] : []),
  ];
  return t('settings.planned', { time: moment(next.fromAt), what: when.join(', ') });
}

function SchemeEditor({ before, taken, onDone }: { before: SchemeSetting | undefined; taken: string[]; onDone: () => void }) {
  const version = before?.version ?? 0;
  const draft = useDraft<Draft>(version, () => ({
    from: '',
    scheme: before?.scheme ?? '',
    blockInterval: String(before?.blockInterval ?? 0),
    timeIntervalMinutes: String(before?.timeIntervalMinutes ?? 0),
    description: before?.description ?? '',
  }));
  const [errors, setErrors] = useState<Errors<Draft>>({});
  const { form, set } = draft;
  const plan = () => {
    const when = whenOf(form.from, Date.now());
    const found: Errors<Draft> = checkScheme(form, broken);
    if (when.problem) found.from = when.problem;
    if (!before && taken.includes(form.scheme)) found.scheme = t('rule.name');
    setErrors(found);
    return hasErrors(found) ? undefined : planOf(form, before, draft.base, when);
  };
  return (
    <Edit version={version} {...draft} plan={plan} onDone={onDone}>
      {before?.next && <Waits />}
      {!before && <Field label={t('schemes.scheme')} value={form.scheme} onChange={(scheme) => set({ scheme })} error={errors.scheme} autoFocus autoCapitalize="off" />}
      <Field label={t('schemes.blocks')} hint={t('schemes.blocksHint')} value={form.blockInterval} inputMode="numeric"
        onChange={(blockInterval) => set({ blockInterval })} error={errors.blockInterval} />
      <Field label={t('schemes.minutes')} hint={t('schemes.minutesHint')} unit={t('schemes.minutesUnit')} value={form.timeIntervalMinutes} inputMode="numeric"
        onChange={(timeIntervalMinutes) => set({ timeIntervalMinutes })} error={errors.timeIntervalMinutes} />
      <Field label={t('schemes.description')} value={form.description} onChange={(description) => set({ description })} error={errors.description} />
      <WhenField value={form.from} onChange={(from) => set({ from })} error={errors.from} />
    </Edit>
  );
}

export function SchemesCard({ schemes }: { schemes: SchemeSetting[] }) {
  const [editing, setEditing] = useState<string>();
  const before = schemes.find((one) => one.scheme === editing);
  return (
    <Card title={t('schemes.title')} wide
      aside={<EditButton owner="payout" kind="put-scheme" name={t('schemes.new')} onClick={() => setEditing('')}>{t('schemes.new')}…</EditButton>}>
      <p className="adm-lead">{t('schemes.lead')}</p>
      <Table caption={t('schemes.title')} rows={schemes} keyOf={(row) => row.scheme} empty={t('schemes.none')} columns={[
        { name: t('schemes.scheme'), lead: true, cell: (row) => <><strong>{row.scheme}</strong> <small>{t('settings.version', { n: row.version })}</small></> },
        { name: t('schemes.blocks'), cell: (row) => row.blockInterval || '–' },
        { name: t('schemes.minutes'), cell: (row) => (row.timeIntervalMinutes ? interval(row.timeIntervalMinutes) : '–') },
        { name: t('schemes.description'), cell: (row) => <>{row.description || '–'}{row.next && <small className="adm-why">{planned(row.next)}</small>}</> },
        {
          name: t('payouts.actions'), act: true,
          cell: (row) => <EditButton owner="payout" kind="put-scheme" name={`${t('settings.edit')} ${row.scheme}`} onClick={() => setEditing(row.scheme)} />,
        },
      ]} />
      {editing !== undefined && (
        <>
          <h3>{editing === '' ? t('schemes.new') : editing}</h3>
          <SchemeEditor key={editing} before={before} taken={schemes.map((one) => one.scheme)} onDone={() => setEditing(undefined)} />
        </>
      )}
    </Card>
  );
}
