import type { Balance } from '../api/types';
import { t } from '../text/en';
import { Amount } from '../ui/Values';

const STEPS = [['immature', 'immatureSat'], ['payable', 'payableSat'], ['reserved', 'reservedSat'], ['paid', 'paidSat']] as const;

/** Money on its way from a block to a wallet: four states, each with what it means. */
export function BalanceFlow({ balance }: { balance: Balance }) {
  return (
    <ol className="flow">
      {STEPS.map(([name, field]) => (
        <li key={name} className={balance[field] > 0 ? 'some' : 'none'}>
          <span className="flow-name">{t(`balance.${name}`)}</span>
          <span className="flow-amount"><Amount sat={balance[field]} /></span>
          <span className="flow-note">{t(`balance.${name}.note`)}</span>
        </li>
      ))}
    </ol>
  );
}
