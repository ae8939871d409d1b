import { Suspense, lazy, useMemo, useState } from 'react';
import { useLatestBlocks, useStats } from '../api/queries';
import { count, percent } from '../format/number';
import { moment } from '../format/time';
import { t } from '../text/en';
import { Panel } from '../ui/Panel';
import { Loaded, SkeletonBlock } from '../ui/State';

const LuckChart = lazy(() => import('../charts/LuckChart'));
const HEIGHT = 200;

/** The work each of the last blocks took against the average. */
export function LuckPanel({ limit }: { limit: number }) {
  const query = useLatestBlocks(limit);
  const stats = useStats().data;
  const [index, setIndex] = useState<number | null>(null);
  const blocks = useMemo(() => (query.data ?? []).filter((block) => typeof block.effortPercent === 'number').reverse(), [query.data]);
  const block = index === null ? undefined : blocks[index];
  const luck = stats?.luckPercent;
  return (
    <Panel title={t('luck.title')} note={t('luck.note')}>
      <p className="readout">
        {block
          ? <><strong>{t('luck.block', { height: count(block.height) })}</strong> {percent(block.effortPercent ?? 0)} · {moment(block.foundAt)}</>
          : typeof luck === 'number' ? t('luck.mean', { luck: percent(luck), n: stats?.luckBlocks ?? blocks.length }) : '\u00a0'}
      </p>
      <div className="chart-place" style={{ minHeight: HEIGHT }}>
        <Loaded query={query} skeleton={<SkeletonBlock height={HEIGHT} />}>
          {() => (blocks.length > 0
            ? <Suspense fallback={<SkeletonBlock height={HEIGHT} />}><LuckChart blocks={blocks} height={HEIGHT} onPoint={setIndex} /></Suspense>
            : <p className="empty">{t('luck.empty')}</p>)}
        </Loaded>
      </div>
    </Panel>
  );
}
