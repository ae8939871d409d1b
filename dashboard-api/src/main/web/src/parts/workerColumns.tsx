import { Link } from 'wouter';
import type { WorkerRow } from '../api/types';
import { count, difficulty, exact, percent } from '../format/number';
import { t } from '../text/en';
import { Badge } from '../ui/State';
import type { Column } from '../ui/Table';
import { Rate, When, workerPath } from '../ui/Values';

const QUIET_MS = 10 * 60_000;

/** Mining: a share in the last ten minutes. Connected but silent is told apart from gone. */
export function presence(worker: Pick<WorkerRow, 'connections' | 'lastShareAt'>, nowMs: number): 'mining' | 'idle' | 'gone' {
  const last = worker.lastShareAt ? Date.parse(worker.lastShareAt) : 0;
  if (nowMs - last < QUIET_MS) return 'mining';
  return (worker.connections ?? 0) > 0 ? 'idle' : 'gone';
}

export function workerColumns(nowMs: number): Column<WorkerRow>[] {
  return [
    {
      title: t('worker.name'), main: true,
      cell: (row) => {
        const state = presence(row, nowMs);
        return <span className="worker-name"><span className={`dot ${state === 'mining' ? 'good' : state === 'idle' ? 'warn' : 'off'}`} title={t(`worker.${state}`)} /><span className="hidden">{t(`worker.${state}`)}</span><Link href={workerPath(row.account, row.worker)}>{row.worker || t('worker.unnamed')}</Link>{row.rewardSystem === 'SOLO' ? <> <Badge>{t('system.SOLO')}</Badge></> : null}</span>;
      },
    },
    { title: t('worker.rate'), numeric: true, cell: (row) => <Rate hps={row.hashrateHps} errorPercent={row.hashrateErrorPercent} /> },
    { title: t('worker.rate1h'), numeric: true, minor: true, cell: (row) => (typeof row.hashrate1hHps === 'number' ? <Rate hps={row.hashrate1hHps} /> : '–') },
    { title: t('worker.difficulty'), numeric: true, cell: (row) => (typeof row.difficulty === 'number' ? <span title={exact(row.difficulty)}>{difficulty(row.difficulty)}</span> : '–') },
    { title: t('worker.accepted'), numeric: true, cell: (row) => count(row.sharesAccepted) },
    { title: t('worker.rejected'), numeric: true, cell: (row) => <Rejected row={row} /> },
    { title: t('worker.best'), numeric: true, minor: true, cell: (row) => (typeof row.bestShareDifficulty === 'number' ? difficulty(row.bestShareDifficulty) : '–') },
    { title: t('worker.last'), cell: (row) => <When short at={row.lastShareAt} /> },
  ];
}

function Rejected({ row }: { row: WorkerRow }) {
  const all = row.sharesAccepted + row.sharesRejected;
  return <>{count(row.sharesRejected)}{row.sharesRejected > 0 ? <span className="faint"> {percent((100 * row.sharesRejected) / all)}</span> : null}</>;
}
