import type { ReactNode } from 'react';
import type { Step } from '../model/payouts';
import { t, tOr } from '../text';
import { Transaction } from './money';
import { When } from './When';

/** What happened to a thing, in order, and what is still to come. */
export function Way({ steps, words }: { steps: Step[]; words: 'payout' | 'block' }): ReactNode {
  return (
    <ol className="adm-way">
      {steps.map((step, at) => (
        <li key={`${step.state} ${at}`} className={step.reached ? 'adm-way-done' : 'adm-way-ahead'}>
          <strong>{tOr(`${words}State.${step.state}`, step.state)}</strong>{' '}
          <span className="adm-quiet">{step.at ? <When at={step.at} exact /> : step.reached ? '' : t('order.ahead')}</span>
          <p>{tOr(`${words}Do.${step.state}`, '')}</p>
          {step.txid && <p><Transaction id={step.txid} /></p>}
        </li>
      ))}
    </ol>
  );
}
