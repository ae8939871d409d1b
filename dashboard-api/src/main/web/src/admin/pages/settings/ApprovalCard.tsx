import { useState } from 'react';
import { coins } from '../../../format/coin';
import type { Settings } from '../../api/types';
import { expecting } from '../../model/plans';
import { changed, coinsOf, satOf } from '../../model/settings';
import { t } from '../../text';
import { Check, Field } from '../../ui/Field';
import { Coins, useTicker } from '../../ui/money';
import { Card } from '../../ui/parts';
import { Edit, EditButton, useDraft } from './Edit';

type Approval = Settings['approval'];

function ApprovalEditor({ approval, onDone }: { approval: Approval; onDone: () => void }) {
  const ticker = useTicker();
  const before = approval.aboveSat ?? undefined;
  const draft = useDraft(approval.version ?? 0, () => ({ on: before !== undefined, amount: before === undefined ? '' : coinsOf(before) }));
  const [problem, setProblem] = useState<string>();
  const { form, set } = draft;
  const words = (sat: number | undefined) => (sat === undefined ? t('approval.off') : `${t('approval.above')} ${coins(sat)} ${ticker}`);
  const plan = () => {
    const sat = form.on ? satOf(form.amount) : undefined;
    setProblem(form.on && sat === undefined ? t('account.minimumBad') : undefined);
    if (form.on && sat === undefined) return undefined;
    const changes = changed([{ name: t('approval.title'), before: words(before), after: words(sat) }]);
    if (changes.length === 0) return null;
    return {
      owner: 'payout' as const, kind: 'set-approval', ...expecting(approval.version === null || approval.version === undefined ? undefined : draft.base), changes, danger: sat === undefined,
      fields: sat === undefined ? { off: 'true' } : { above_sats: String(sat) },
      title: t('approval.setTitle'), confirm: t('approval.setDo'),
      effects: [sat === undefined ? t('approval.setOff') : t('approval.setOn', { amount: `${coins(sat)} ${ticker}` }), t('approval.set2')],
    };
  };
  return (
    <Edit version={approval.version ?? 0} {...draft} plan={plan} onDone={onDone}>
      <Check label={t('approval.use')} checked={form.on} onChange={(on) => set({ on })} />
      {form.on && <Field label={t('approval.amount')} unit={ticker} inputMode="decimal" value={form.amount} onChange={(amount) => set({ amount })} error={problem} />}
    </Edit>
  );
}

export function ApprovalCard({ approval }: { approval: Approval }) {
  const [editing, setEditing] = useState(false);
  const on = approval.aboveSat !== null && approval.aboveSat !== undefined;
  return (
    <Card title={t('approval.title')} wide
      aside={<EditButton owner="payout" kind="set-approval" name={`${t('settings.edit')} ${t('approval.title')}`} onClick={() => setEditing(true)} />}>
      <p className="adm-lead">{t('approval.lead')}</p>
      <p>{on ? <>{t('approval.above')} <Coins sat={approval.aboveSat ?? 0} /></> : t('approval.off')} {approval.version !== null && approval.version !== undefined && <small>{t('settings.version', { n: approval.version })}</small>}</p>
      {editing && <ApprovalEditor approval={approval} onDone={() => setEditing(false)} />}
    </Card>
  );
}
