import { count } from '../../format/number';
import { useAdmin } from '../api/queries';
import type { PayoutLife } from '../api/types';
import { Act } from '../command/Act';
import { CommandTable } from '../command/CommandTable';
import { isWaiting, steps } from '../model/payouts';
import { approve, refuse } from '../model/plans';
import { t } from '../text';
import { Loaded } from '../ui/Loaded';
import { Coins, Transaction, useTicker } from '../ui/money';
import { Card, Facts, Page } from '../ui/parts';
import { AccountLink, PayoutState } from '../ui/state';
import { Way } from '../ui/Way';
import { When } from '../ui/When';

/** An order's whole life. */
export function PayoutPage({ id }: { id: string }) {
  const query = useAdmin<PayoutLife>(`/admin/payouts/${encodeURIComponent(id)}`, { every: 5 });
  const ticker = useTicker();
  const row = query.data?.row;
  return (
    <Page title={t('order.title')} lead={<code className="adm-break">{id}</code>} actions={row && isWaiting(row.state) && (
      <>
        <Act plan={approve(row, ticker)}>{t('payouts.approve')}…</Act>
        <Act plan={refuse(row, ticker)}>{t('payouts.refuse')}…</Act>
      </>
    )}>
      <Loaded query={query}>
        {(life) => (
          <div className="adm-grid adm-grid-two">
            <Card title={t('lookup.order')}>
              <Facts rows={[
                [t('payouts.amount'), <Coins sat={life.row.amountSat} />],
                [t('payouts.account'), <AccountLink account={life.row.account} />],
                [t('payouts.state'), <PayoutState state={life.row.state} />],
                [t('payouts.changed'), <When at={life.row.changedAt} exact />],
                [t('payouts.transaction'), life.row.txid ? <Transaction id={life.row.txid} /> : '–'],
                [t('payouts.confirmations'), count(life.row.confirmations)],
              ]} />
            </Card>
            <Card title={t('order.way')}><Way words="payout" steps={steps(life.history, life.row.state)} /></Card>
            {life.commands.length > 0 && (
              <Card title={t('account.commands')} wide><CommandTable caption={t('account.commands')} rows={life.commands} empty="" /></Card>
            )}
          </div>
        )}
      </Loaded>
    </Page>
  );
}
