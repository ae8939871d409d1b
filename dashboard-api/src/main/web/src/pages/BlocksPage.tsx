import { useList, useStats } from '../api/queries';
import type { BlockRow } from '../api/types';
import { useTitle } from '../app/title';
import { count, percent } from '../format/number';
import { blockColumns } from '../parts/BlockColumns';
import { LuckPanel } from '../parts/LuckPanel';
import { t } from '../text/en';
import { Head } from '../ui/Head';
import { ListPanel } from '../ui/ListPanel';
import { Figure, Figures } from '../ui/Panel';
import { When } from '../ui/Values';

export default function BlocksPage() {
  useTitle(t('nav.blocks'));
  const stats = useStats().data;
  const list = useList<BlockRow>(['blocks', 'all'], '/blocks?limit=50');
  const loading = stats === undefined;
  const decided = (stats?.blocksMatured ?? 0) + (stats?.blocksOrphaned ?? 0);
  return (
    <div className="page">
      <Head title={t('nav.blocks')} note={t('blocks.note')} />
      <Figures className="wide-figures">
        <Figure loading={loading} label={t('pool.blocks-found')} value={count(stats?.blocksFound ?? 0)} />
        {typeof stats?.blocksMatured === 'number' ? <Figure label={t('block.matured')} value={count(stats.blocksMatured)} /> : null}
        <Figure loading={loading} label={t('block.orphaned')} value={count(stats?.blocksOrphaned ?? 0)}
          hint={decided > 0 ? t('blocks.orphan-share', { percent: percent((100 * (stats?.blocksOrphaned ?? 0)) / decided) }) : undefined} />
        <Figure loading={loading} label={t('pool.last-block')} value={<When short at={stats?.lastBlockAt} never={t('pool.no-block')} />} />
        {typeof stats?.luckPercent === 'number' ? <Figure label={t('round.luck')} value={percent(stats.luckPercent)} hint={t('round.luck.hint', { n: stats.luckBlocks ?? 0 })} /> : null}
      </Figures>
      <LuckPanel limit={100} />
      <ListPanel list={list} caption={t('pool.blocks')} columns={blockColumns({})} rowKey={(block) => block.blockId} empty={t('block.none')} />
    </div>
  );
}
