import { useList, usePoolBalance } from '../api/queries';
import type { PayoutRow } from '../api/types';
import { useTitle } from '../app/title';
import { BalanceFlow } from '../parts/BalanceFlow';
import { payoutColumns } from '../parts/PayoutColumns';
import { TermsPanel } from '../parts/TermsPanel';
import { useStats } from '../api/queries';
import { t } from '../text/en';
import { Head } from '../ui/Head';
import { ListPanel } from '../ui/ListPanel';
import { Panel } from '../ui/Panel';
import { Loaded, SkeletonBlock } from '../ui/State';

export default function PayoutsPage() {
  useTitle(t('nav.payouts'));
  const balance = usePoolBalance();
  const stats = useStats().data;
  const list = useList<PayoutRow>(['payouts', 'all'], '/payouts?limit=50');
  return (
    <div className="page">
      <Head title={t('nav.payouts')} note={t('payouts.note')} />
      <Panel title={t('payouts.balance')} note={t('payouts.balance.note')}>
        <Loaded query={balance} skeleton={<SkeletonBlock height={110} />}>{(all) => <BalanceFlow balance={all} />}</Loaded>
      </Panel>
      <ListPanel list={list} caption={t('nav.payouts')} columns={payoutColumns({ account: true })} rowKey={(payout) => payout.orderId} empty={t('payout.none')} />
      <TermsPanel stats={stats} />
    </div>
  );
}
