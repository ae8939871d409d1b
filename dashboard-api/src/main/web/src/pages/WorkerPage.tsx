import { Link, useSearchParams } from 'wouter';
import { useWorker } from '../api/queries';
import type { WorkerPage as Answer, WorkerRow } from '../api/types';
import { useTitle } from '../app/title';
import { count, difficulty, exact } from '../format/number';
import { short } from '../format/short';
import { useLive } from '../live/Live';
import { HistoryPanel } from '../parts/HistoryPanel';
import { Rejections } from '../parts/Rejections';
import { SharePanel } from '../parts/SharePanel';
import { presence } from '../parts/workerColumns';
import { t } from '../text/en';
import { useNow } from '../ui/clock';
import { Head } from '../ui/Head';
import { Figure, Figures, Panel } from '../ui/Panel';
import { Badge, Loaded, SkeletonBlock } from '../ui/State';
import { Rate, When } from '../ui/Values';

export default function WorkerPage({ account }: { account: string }) {
  const [search] = useSearchParams();
  const name = search.get('name') ?? '';
  const shown = name || t('worker.unnamed');
  const query = useWorker(account, name);
  const agents = [...new Set((query.data?.worker ?? []).flatMap((row) => (row.agent ? [row.agent] : [])))];
  useTitle(`${shown} · ${short(account, 6, 4)}`);
  return (
    <div className="page">
      <Head title={<><span className="title-kind">{t('worker.title')}</span> {shown}</>} note={<>{t('worker.of')} <Link className="mono" href={`/miners/${encodeURIComponent(account)}`}>{short(account, 12, 10)}</Link>{agents.length > 0 ? <> · <span title={t('worker.agent')}>{agents.join(', ')}</span></> : null}</>} />
      <Loaded query={query} skeleton={<><SkeletonBlock height={110} /><SkeletonBlock height={340} /></>}>
        {(page) => <Sections key={name} page={page} name={name} account={account} />}
      </Loaded>
    </div>
  );
}

function Sections({ page, name, account }: { page: Answer; name: string; account: string }) {
  const live = useLive().shares;
  const own = live.filter((share) => share.worker === name);
  const rows = page.worker;
  const sum = (of: (row: WorkerRow) => number) => rows.reduce((total, row) => total + of(row), 0);
  return (
    <>
      {rows.map((row) => <Row key={row.rewardSystem} row={row} />)}
      <SharePanel stored={page.recentShares} live={own} />
      <HistoryPanel whose={{ of: 'worker', account, worker: name }} title={t('worker.history')} />
      <Panel title={t('rejected.title')}>
        <Rejections byReason={together(rows)} accepted={sum((row) => row.sharesAccepted)} rejected={sum((row) => row.sharesRejected)} />
      </Panel>
    </>
  );
}

/** Reasons of all reward systems the worker mined under. */
export function together(rows: readonly WorkerRow[]): Record<string, number> {
  const all: Record<string, number> = {};
  for (const row of rows) for (const [reason, shares] of Object.entries(row.rejectedByReason ?? {})) all[reason] = (all[reason] ?? 0) + shares;
  return all;
}

function Row({ row }: { row: WorkerRow }) {
  const now = useNow();
  const state = presence(row, now);
  return (
    <Figures className="wide-figures">
      <Figure label={t(row.rewardSystem === 'SOLO' ? 'system.SOLO' : 'system.PPLNS')} value={<Badge tone={state === 'mining' ? 'good' : state === 'idle' ? 'warn' : 'calm'}>{t(`worker.${state}`)}</Badge>} hint={typeof row.connections === 'number' ? t('worker.connections', { n: row.connections }) : undefined} />
      <Figure label={t('miner.now')} value={<Rate hps={row.hashrateHps} errorPercent={row.hashrateErrorPercent} />} hint={typeof row.hashrate1hHps === 'number' ? <>{t('worker.hour')} <Rate hps={row.hashrate1hHps} /></> : undefined} />
      <Figure label={t('worker.last')} value={<When short at={row.lastShareAt} />} hint={row.firstSeenAt ? <>{t('miner.since')} <When short at={row.firstSeenAt} /></> : undefined} />
      <Figure label={t('pool.shares')} value={count(row.sharesAccepted)} hint={t('miner.rejected', { n: row.sharesRejected })} />
      {typeof row.difficulty === 'number' ? <Figure label={t('worker.difficulty')} value={difficulty(row.difficulty)} title={exact(row.difficulty)} /> : null}
      {typeof row.bestShareDifficulty === 'number' ? <Figure label={t('miner.best')} value={difficulty(row.bestShareDifficulty)} title={exact(row.bestShareDifficulty)} /> : null}
    </Figures>
  );
}
