import { type ReactNode, useId } from 'react';
import type { CommandPlan } from '../model/command';
import { useMay } from '../session/SessionContext';
import { t } from '../text';
import { useAsk } from './Commands';

/** A button that asks before it does something; shown but off for who may not, with who may. */
export function Act({ plan, children, small, onApplied }: {
  plan: CommandPlan; children: ReactNode; small?: boolean; onApplied?: () => void;
}) {
  const ask = useAsk();
  const why = useId();
  const { may, needed } = useMay(plan.owner, plan.kind);
  const kind = ['adm-button', plan.danger ? 'adm-danger-soft' : '', small ? 'adm-small' : ''].filter(Boolean).join(' ');
  if (may) return <button type="button" className={kind} onClick={() => ask(plan, onApplied)}>{children}</button>;
  const words = t('ui.needsRole', { role: t(`role.${needed}`) });
  return (
    <>
      <button type="button" className={kind} aria-disabled="true" aria-describedby={why} title={words}>{children}</button>
      <span id={why} className="adm-hidden">{words}</span>
    </>
  );
}
