import { useState } from 'react';
import { Link } from 'wouter';
import { useLeaderboard, useMiners } from '../api/queries';
import type { LeaderRow } from '../api/types';
import { rememberedAddress } from '../app/remembered';
import { useTitle } from '../app/title';
import { count, percent } from '../format/number';
import { rate, work } from '../format/rate';
import { short } from '../format/short';
import { Distribution } from '../parts/Distribution';
import { t } from '../text/en';
import { Choice } from '../ui/Choice';
import { Head } from '../ui/Head';
import { Panel } from '../ui/Panel';
import { Badge, Loaded, SkeletonBlock } from '../ui/State';
import { ErrorNote } from '../ui/State';
import { Table, type Column } from '../ui/Table';

type By = 'hashrate' | 'shares' | 'blocks';
type Span = '24h' | '7d';

export default function LeaderboardPage() {
  useTitle(t('nav.leaderboard'));
  const [by, setBy] = useState<By>('hashrate');
  const [span, setSpan] = useState<Span>('24h');
  const query = useLeaderboard(by, span);
  const miners = useMiners(200);
  const own = rememberedAddress();
  return (
    <div className="page">
      <Head title={t('nav.leaderboard')} note={t('leader.note')} actions={(
        <>
          <Choice label={t('leader.by')} value={by} onChange={setBy} options={[['hashrate', t('leader.hashrate')], ['shares', t('leader.shares')], ['blocks', t('leader.blocks')]]} />
          <Choice label={t('chart.range')} value={span} onChange={setSpan} options={[['24h', t('range.24h')], ['7d', t('range.7d')]]} />
        </>
      )} />
      <Panel title={t('distribution.title')} note={t('distribution.note')}>
        <Loaded query={miners} skeleton={<SkeletonBlock height={220} />}>{(rows) => <Distribution miners={rows} />}</Loaded>
      </Panel>
      <section className="panel" aria-label={t('nav.leaderboard')}>
        {query.error && !query.data ? <ErrorNote problem={query.error} retry={() => void query.refetch()} /> : (
          <Table caption={t('leader.caption', { range: t(`range.${span}.long`) })} columns={columns(own)} rows={query.data} rowKey={(row) => row.account}
            empty={t('leader.none')} skeletonRows={10} rowClass={(row) => (row.account === own ? 'own' : undefined)} />
        )}
      </section>
    </div>
  );
}

function columns(own: string): Column<LeaderRow>[] {
  return [
    { title: t('leader.rank'), numeric: true, cell: (row) => <span className={row.rank <= 3 ? 'rank top-rank' : 'rank'}>{row.rank}</span> },
    { title: t('leader.account'), main: true, cell: (row) => <><Link className="mono" href={`/miners/${row.account}`} title={row.account}>{short(row.account, 10, 8)}</Link>{row.account === own ? <> <Badge tone="accent">{t('leader.you')}</Badge></> : null}</> },
    { title: t('leader.hashrate'), numeric: true, cell: (row) => rate(row.hashrateHps) },
    { title: t('leader.part'), numeric: true, cell: (row) => (typeof row.sharePercent === 'number' ? percent(row.sharePercent) : '–') },
    { title: t('leader.shares'), numeric: true, cell: (row) => (typeof row.shares === 'number' ? count(row.shares) : '–') },
    { title: t('leader.work'), numeric: true, minor: true, cell: (row) => work(row.workHashes) },
    { title: t('leader.blocks'), numeric: true, cell: (row) => count(row.blocksFound) },
  ];
}
