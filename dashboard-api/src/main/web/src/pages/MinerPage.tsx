import { Link } from 'wouter';
import { Problem } from '../api/client';
import { useMiner, useMinerBlocks } from '../api/queries';
import type { MinerPage as Miner } from '../api/types';
import { AddressSearch } from '../app/AddressSearch';
import { rememberAddress, rememberedAddress } from '../app/remembered';
import { useTitle } from '../app/title';
import { count, difficulty } from '../format/number';
import { rate } from '../format/rate';
import { short } from '../format/short';
import { BlocksTable } from '../parts/BlocksTable';
import { HistoryPanel } from '../parts/HistoryPanel';
import { BalancePanel, MoneyTables } from '../parts/MoneyPanels';
import { Rejections } from '../parts/Rejections';
import { SchedulePanel } from '../parts/ScheduleForm';
import { ShareTicker } from '../parts/ShareTicker';
import { workerColumns } from '../parts/workerColumns';
import { t } from '../text/en';
import { useNow } from '../ui/clock';
import { Head } from '../ui/Head';
import { Figure, Figures, Panel } from '../ui/Panel';
import { ErrorNote, SkeletonBlock } from '../ui/State';
import { Table } from '../ui/Table';
import { Id, Rate, When } from '../ui/Values';
import { useState } from 'react';

export default function MinerPage({ account }: { account: string }) {
  const query = useMiner(account);
  const rates = query.data ? rate(query.data.hashrateHps) : null;
  useTitle(rates ? `${rates} · ${short(account, 6, 4)}` : short(account, 8, 6));
  if (!query.data && query.error) return <Unknown account={account} problem={query.error} retry={() => void query.refetch()} />;
  return (
    <div className="page">
      <Head title={<><span className="title-kind">{t('miner.title')}</span> <Id id={query.data?.account ?? account} kind="address" text={short(account, 12, 10)} /></>}
        actions={<Mine account={query.data?.account ?? account} />} />
      {query.data ? <Sections miner={query.data} /> : <><SkeletonBlock height={110} /><SkeletonBlock height={340} /><SkeletonBlock height={220} /></>}
    </div>
  );
}

function Sections({ miner }: { miner: Miner }) {
  const now = useNow();
  const blocks = useMinerBlocks(miner.account);
  const own = (blocks.data ?? []).filter((block) => block.finder === miner.account).slice(0, 6);
  const accepted = miner.sharesAccepted ?? miner.workers.reduce((sum, row) => sum + row.sharesAccepted, 0);
  const rejected = miner.sharesRejected ?? miner.workers.reduce((sum, row) => sum + row.sharesRejected, 0);
  const best = miner.bestShareDifficulty;
  return (
    <>
      <Figures className="wide-figures">
        <Figure label={t('miner.now')} value={<Rate hps={miner.hashrateHps} errorPercent={miner.hashrateErrorPercent} />} hint={typeof miner.hashrateErrorPercent === 'number' ? `±${miner.hashrateErrorPercent.toFixed(miner.hashrateErrorPercent < 10 ? 1 : 0)}\u202f% · ${t('miner.window')}` : t('pool.rate.note')} />
        <Figure label={t('miner.1h')} value={rate(miner.hashrate1hHps)} hint={typeof miner.hashrate24hHps === 'number' ? t('miner.24h', { rate: rate(miner.hashrate24hHps) }) : undefined} />
        <Figure label={t('miner.last')} value={<When short at={miner.lastShareAt ?? newest(miner)} />} hint={miner.firstSeenAt ? <>{t('miner.since')} <When short at={miner.firstSeenAt} /></> : undefined} />
        <Figure label={t('pool.shares')} value={count(accepted)} hint={t('miner.rejected', { n: rejected })} />
        {typeof best === 'number' ? <Figure label={t('miner.best')} value={difficulty(best)} hint={miner.bestShareAt ? <When short at={miner.bestShareAt} /> : undefined} /> : null}
        {typeof miner.blocksFound === 'number' ? <Figure label={t('miner.blocks')} value={count(miner.blocksFound)} /> : null}
      </Figures>
      <BalancePanel miner={miner} />
      <HistoryPanel whose={{ of: 'account', account: miner.account }} title={t('miner.history')} />
      <Panel title={t('miner.workers')} note={t('miner.workers.note')}>
        <Table caption={t('miner.workers')} columns={workerColumns(now)} rows={miner.workers} rowKey={(row) => `${row.worker} ${row.rewardSystem}`} empty={t('miner.no-workers')} />
      </Panel>
      <MoneyTables miner={miner} />
      <SchedulePanel miner={miner} />
      <div className="two">
        <Panel title={t('rejected.title')}><Rejections byReason={miner.rejectedByReason} accepted={accepted} rejected={rejected} /></Panel>
        <Panel title={t('ticker.title')} note={t('ticker.note')}><ShareTicker account={miner.account} /></Panel>
      </div>
      {own.length > 0 ? (
        <Panel title={t('miner.blocks')}><BlocksTable query={{ ...blocks, data: own }} own /></Panel>
      ) : null}
    </>
  );
}

const newest = (miner: Miner): string | null =>
  miner.workers.map((row) => row.lastShareAt ?? '').sort().at(-1) || null;

function Mine({ account }: { account: string }) {
  const [own, setOwn] = useState(rememberedAddress() === account);
  const toggle = () => {
    rememberAddress(own ? '' : account);
    setOwn(!own);
  };
  return <button type="button" className="button small" aria-pressed={own} onClick={toggle} title={t('miner.remember.title')}>{t(own ? 'miner.remembered' : 'miner.remember')}</button>;
}

function Unknown({ account, problem, retry }: { account: string; problem: unknown; retry: () => void }) {
  const ours = problem instanceof Problem && (problem.status === 404 || problem.status === 400);
  return (
    <div className="page narrow">
      <Head title={t(ours ? 'miner.unknown' : 'miner.unreachable')} />
      {ours ? (
        <>
          <p className="mono break">{account}</p>
          <p>{problem.message}</p>
          <AddressSearch id="retry" initial={account} />
          <p>{t('search.new')} <Link href="/connect">{t('search.connect')}</Link></p>
        </>
      ) : <ErrorNote problem={problem} retry={retry} />}
    </div>
  );
}
