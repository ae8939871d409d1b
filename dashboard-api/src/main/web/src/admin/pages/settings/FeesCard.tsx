import { useState } from 'react';
import { fee } from '../../../format/number';
import type { FeeSetting } from '../../api/types';
import { changed, basisPointsOf, percentOf } from '../../model/settings';
import { t } from '../../text';
import { Field } from '../../ui/Field';
import { Card, Chip, Table } from '../../ui/parts';
import { When, useNow } from '../../ui/When';
import { Edit, EditButton, WhenField, broken, useDraft, whenOf } from './Edit';

/** As configured, from the first slice on. */
const isFirst = (row: FeeSetting) => Boolean(row.fromAt) && Date.parse(row.fromAt ?? '') === 0;

/** Told already, not in effect yet. */
const isAhead = (row: FeeSetting, now: number) => Boolean(row.fromAt) && Date.parse(row.fromAt ?? '') > now;

function FeeEditor({ before, version, onDone }: { before: FeeSetting; version: number; onDone: () => void }) {
  const draft = useDraft(version, () => ({ percent: percentOf(before.basisPoints), from: '' }));
  const [errors, setErrors] = useState<{ percent?: string | undefined; from?: string | undefined }>({});
  const { form, set } = draft;
  const system = before.rewardSystem;
  const plan = () => {
    const points = basisPointsOf(form.percent);
    const when = whenOf(form.from, Date.now());
    setErrors({ percent: points === undefined ? broken('percent', 0, 0) : undefined, from: when.problem });
    if (points === undefined || when.problem) return undefined;
    const changes = changed([{ name: t('fees.fee'), before: fee(before.basisPoints), after: fee(points) }]);
    if (changes.length === 0) return null;
    return {
      owner: 'accounting' as const, kind: 'set-fee', expectedVersion: draft.base,
      fields: { reward_system: system, basis_points: String(points), ...when.field },
      title: t('fees.setTitle', { system }), confirm: t('fees.setDo'), danger: true,
      changes: [...changes, { name: t('settings.when'), before: '', after: when.sentence }],
      effects: [t('fees.set1', { fee: fee(points) }), t('fees.set2')],
    };
  };
  return (
    <Edit version={version} {...draft} plan={plan} onDone={onDone}>
      <Field label={t('fees.percent')} hint={t('fees.percentHint')} unit="%" inputMode="decimal" value={form.percent}
        onChange={(percent) => set({ percent })} error={errors.percent} autoFocus />
      <WhenField value={form.from} onChange={(from) => set({ from })} error={errors.from} />
    </Edit>
  );
}

export function FeesCard({ fees }: { fees: FeeSetting[] }) {
  const [editing, setEditing] = useState<string>();
  const now = useNow();
  const mine = fees.filter((one) => one.rewardSystem === editing);
  const before = mine.find((one) => !isAhead(one, now)) ?? mine[0];
  const version = Math.max(0, ...mine.map((one) => one.version));
  return (
    <Card title={t('fees.title')} wide>
      <p className="adm-lead">{t('fees.lead')}</p>
      <Table caption={t('fees.title')} rows={fees} keyOf={(row) => `${row.rewardSystem} ${row.version}`} empty={t('fees.none')} columns={[
        { name: t('fees.system'), lead: true, cell: (row) => <><strong>{row.rewardSystem}</strong> <small>{t('settings.version', { n: row.version })}</small></> },
        { name: t('fees.fee'), cell: (row) => fee(row.basisPoints) },
        { name: t('fees.from'), cell: (row) => <span>{isFirst(row) ? t('fees.start') : <When at={row.fromAt} exact />}{isAhead(row, now) && <> <Chip tone="accent">{t('order.ahead')}</Chip></>}</span> },
        {
          name: t('payouts.actions'), act: true,
          cell: (row) => <EditButton owner="accounting" kind="set-fee" name={`${t('settings.edit')} ${row.rewardSystem}`} onClick={() => setEditing(row.rewardSystem)} />,
        },
      ]} />
      {before && <FeeEditor key={before.rewardSystem} before={before} version={version} onDone={() => setEditing(undefined)} />}
    </Card>
  );
}
