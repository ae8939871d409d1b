import { Link } from 'wouter';
import { AddressSearch } from '../app/AddressSearch';
import { rememberedAddress } from '../app/remembered';
import { useTitle } from '../app/title';
import { useLatestBlocks, useMiners, useStats } from '../api/queries';
import type { Stats } from '../api/types';
import { count, difficulty } from '../format/number';
import { rate, rateParts } from '../format/rate';
import { short } from '../format/short';
import { BlocksTable } from '../parts/BlocksTable';
import { Distribution } from '../parts/Distribution';
import { HistoryPanel } from '../parts/HistoryPanel';
import { LuckPanel } from '../parts/LuckPanel';
import { Round } from '../parts/Round';
import { StatusPanel } from '../parts/StatusPanel';
import { TermsPanel } from '../parts/TermsPanel';
import { t } from '../text/en';
import { Figure, Figures, Panel } from '../ui/Panel';
import { Loaded, SkeletonBlock } from '../ui/State';
import { When } from '../ui/Values';

/** The pool at a glance: what it mines now, how the round goes, what it found, and the way to one's own page. */
export function PoolPage() {
  const stats = useStats();
  const blocks = useLatestBlocks(8);
  const miners = useMiners(100);
  useTitle(stats.data ? rate(stats.data.hashrateHps) : null);
  return (
    <div className="page pool-page">
      <div className="hero">
        <Headline stats={stats.data} />
        <Find />
      </div>
      <PoolFigures stats={stats.data} />
      <HistoryPanel whose={{ of: 'pool' }} title={t('pool.history')} height={260} />
      <div className="two">
        <Round stats={stats.data} />
        <LuckPanel limit={60} />
      </div>
      <Panel title={t('pool.blocks')} actions={<Link href="/blocks">{t('link.all')}</Link>}>
        <BlocksTable query={blocks} short skeletonRows={8} />
      </Panel>
      <div className="two">
        <div className="stack">
          <Panel title={t('distribution.title')} note={t('distribution.note')} actions={<Link href="/leaderboard">{t('nav.leaderboard')}</Link>}>
            <Loaded query={miners} skeleton={<SkeletonBlock height={124} />}>{(rows) => <Distribution miners={rows} />}</Loaded>
          </Panel>
          <StatusPanel />
        </div>
        <TermsPanel stats={stats.data} />
      </div>
    </div>
  );
}

function Headline({ stats }: { stats: Stats | undefined }) {
  const parts = stats ? rateParts(stats.hashrateHps) : null;
  const error = stats?.hashrateErrorPercent;
  return (
    <div className="headline">
      <h1>{stats?.pool ?? t('app.name')}</h1>
      <p className="headline-rate" aria-label={stats ? t('pool.rate.label', { rate: rate(stats.hashrateHps) }) : t('state.loading')}>
        {parts ? <><span className="headline-figure">{parts.figure}</span><span className="headline-unit">{parts.unit}</span></> : <span className="skeleton headline-skeleton" />}
      </p>
      <p className="headline-note">
        {t('pool.rate.note')}{typeof error === 'number' ? <> · <abbr title={t('rate.error', { percent: error.toFixed(0) })}>±{error < 10 ? error.toFixed(1) : error.toFixed(0)}{'\u202f'}%</abbr></> : null}
      </p>
    </div>
  );
}

function Find() {
  const own = rememberedAddress();
  return (
    <div className="find">
      <h2>{t('search.title')}</h2>
      <AddressSearch id="hero" />
      <p className="faint">
        {own ? <>{t('search.yours')} <Link className="mono" href={`/miners/${encodeURIComponent(own)}`} title={own}>{short(own, 10, 8)}</Link></> : <>{t('search.new')} <Link href="/connect">{t('search.connect')}</Link></>}
      </p>
    </div>
  );
}

function PoolFigures({ stats }: { stats: Stats | undefined }) {
  const loading = stats === undefined;
  const total = (stats?.sharesAccepted ?? 0) + (stats?.sharesRejected ?? 0);
  const rejected = total > 0 ? (100 * (stats?.sharesRejected ?? 0)) / total : 0;
  return (
    <Figures className="wide-figures">
      <Figure loading={loading} label={t('pool.miners')} value={count(stats?.activeMiners ?? 0)} hint={t('unit.workers', { n: stats?.activeWorkers ?? 0 })} />
      <Figure loading={loading} label={t('pool.rate24h')} value={rate(stats?.hashrate24hHps ?? stats?.hashrate1hHps ?? 0)} hint={t('pool.rate1h', { rate: rate(stats?.hashrate1hHps ?? 0) })} />
      <Figure loading={loading} label={t('pool.blocks-found')} value={count(stats?.blocksFound ?? 0)} hint={t('pool.orphaned', { n: stats?.blocksOrphaned ?? 0 })} />
      <Figure loading={loading} label={t('pool.last-block')} value={<When short at={stats?.lastBlockAt} never={t('pool.no-block')} />} />
      <Figure loading={loading} label={t('pool.shares')} value={count(stats?.sharesAccepted ?? 0)} hint={t('pool.rejected', { percent: rejected.toFixed(2) })} />
      {loading || typeof stats.networkDifficulty === 'number'
        ? <Figure loading={loading} label={t('pool.difficulty')} value={difficulty(stats?.networkDifficulty ?? 0)} hint={typeof stats?.networkHashrateHps === 'number' ? rate(stats.networkHashrateHps) : undefined} />
        : null}
    </Figures>
  );
}
