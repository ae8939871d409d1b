import { useSchemes, useStats } from '../api/queries';
import type { MinerPage, StatementRow } from '../api/types';
import { tickerOf } from '../format/coin';
import { count } from '../format/number';
import { work } from '../format/rate';
import { t } from '../text/en';
import { useNow } from '../ui/clock';
import { DownIcon } from '../ui/icons';
import { Panel } from '../ui/Panel';
import { Table, type Column } from '../ui/Table';
import { Amount, When } from '../ui/Values';
import { Link } from 'wouter';
import { BalanceFlow } from './BalanceFlow';
import { nextPaymentText } from './nextPayment';
import { payoutColumns } from './PayoutColumns';
import { Plans, planText, schemeText } from './TermsPanel';

/** An account's money: what it has and when more comes. */
export function BalancePanel({ miner }: { miner: MinerPage }) {
  return (
    <Panel title={t('balance.title')}>
      <BalanceFlow balance={miner.balance} />
      <Next miner={miner} />
    </Panel>
  );
}

/** What an account was paid and what it earned. */
export function MoneyTables({ miner }: { miner: MinerPage }) {
  const path = `/api/miners/${encodeURIComponent(miner.account)}`;
  return (
    <>
      <div className="two">
        <Panel title={t('miner.payouts')} actions={<Csv href={`${path}/payouts.csv`} />}>
          <Table caption={t('miner.payouts')} columns={payoutColumns({ account: false })} rows={miner.payouts.slice(0, 8)} rowKey={(payout) => payout.orderId} empty={t('miner.no-payouts')} />
        </Panel>
        <Panel title={t('miner.statements')} note={t('miner.statements.note')} actions={<Csv href={`${path}/statements.csv`} />}>
          <Table caption={t('miner.statements')} columns={STATEMENTS} rows={miner.statements.slice(0, 8)} rowKey={(row) => `${row.epoch} ${row.rewardSystem}`} empty={t('miner.no-statements')} />
        </Panel>
      </div>
    </>
  );
}

const Csv = ({ href }: { href: string }) => <a className="download" href={href} download><DownIcon /> {t('csv.all')}</a>;

function Next({ miner }: { miner: MinerPage }) {
  const now = useNow();
  const stats = useStats().data;
  const { schedule, nextPayment } = miner;
  const plan = planText((useSchemes().data ?? []).find((row) => row.scheme === schedule?.scheme));
  const ticker = stats ? tickerOf(stats.chain, stats.coin?.ticker) : '';
  const told = nextPayment ? nextPaymentText(nextPayment, schedule, now, ticker) : null;
  if (!told && !schedule) return null;
  return (
    <div className={`next ${told?.tone ?? 'calm'}`}>
      {told ? <p className="next-title"><span className="hidden">{t('next.label')} </span>{told.title}</p> : null}
      {told ? <p>{told.text}</p> : null}
      {schedule ? <p className="note">{t('schedule.is', { name: schedule.scheme })} {schemeText(schedule)} {t('schedule.minimum')} <Amount sat={schedule.minimumPayoutSat} />. {nextPayment?.lastPaidAt ? <>{t('schedule.last')} <When at={nextPayment.lastPaidAt} />.</> : null}{plan ? <Plans texts={[plan]} /> : null}</p> : null}
    </div>
  );
}

const STATEMENTS: Column<StatementRow>[] = [
  { title: t('epoch.number'), main: true, cell: (row) => <Link href={`/epochs/${row.epoch}`}>{String(row.epoch)}</Link> },
  { title: t('epoch.shares'), numeric: true, cell: (row) => count(row.shares) },
  { title: t('epoch.work'), numeric: true, minor: true, cell: (row) => work(row.workHashes) },
  { title: t('epoch.reward'), numeric: true, cell: (row) => <Amount sat={row.rewardSat} /> },
];
