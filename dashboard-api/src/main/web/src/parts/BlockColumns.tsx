import { useNetwork } from '../api/queries';
import type { BlockRow } from '../api/types';
import { count, percent } from '../format/number';
import { t } from '../text/en';
import { Badge, type Tone } from '../ui/State';
import type { Column } from '../ui/Table';
import { Account, Amount, Id, When, workerPath } from '../ui/Values';
import { Link } from 'wouter';

export const MATURE = 100;
const TONES: Record<string, Tone> = { FOUND: 'accent', MATURED: 'good', ORPHANED: 'bad', REJECTED: 'bad' };

/** A block in the chain is confirmed by itself and by each block above it, whenever it was last reported. */
export function confirmationsOf(block: Pick<BlockRow, 'state' | 'confirmations' | 'height'>, tip: number | undefined): number {
  return block.state === 'FOUND' && tip !== undefined ? Math.min(MATURE, Math.max(block.confirmations, tip - block.height + 1)) : block.confirmations;
}

export function blockState(block: Pick<BlockRow, 'state' | 'confirmations'>): { text: string; tone: Tone } {
  const tone = TONES[block.state] ?? 'calm';
  switch (block.state) {
    case 'FOUND': return { text: t('block.maturing', { done: block.confirmations, of: MATURE }), tone };
    case 'MATURED': return { text: t('block.matured'), tone };
    case 'ORPHANED': return { text: t('block.orphaned'), tone };
    case 'REJECTED': return { text: t('block.rejected'), tone };
    default: return { text: block.state.toLowerCase(), tone };
  }
}

function State({ block }: { block: BlockRow }) {
  const confirmations = confirmationsOf(block, useNetwork().data?.height);
  const { text, tone } = blockState({ state: block.state, confirmations });
  return (
    <span className="block-state">
      <Badge tone={tone}>{text}</Badge>
      {block.state === 'FOUND'
        ? <progress className="maturity" max={MATURE} value={confirmations} aria-label={text} />
        : null}
    </span>
  );
}

/** How much of the average work a block took; below 100 % was luck. */
function Effort({ block }: { block: BlockRow }) {
  const effort = block.effortPercent;
  if (typeof effort !== 'number') return <span className="faint">–</span>;
  return <span className={effort <= 100 ? 'good-text' : undefined} title={t('block.effort.title')}>{percent(effort)}</span>;
}

export function blockColumns(options: { short?: boolean; own?: boolean }): Column<BlockRow>[] {
  const columns: Column<BlockRow>[] = [
    { title: t('block.height'), main: true, cell: (block) => <span title={block.blockId}>{count(block.height)}</span> },
    { title: t('block.state'), cell: (block) => <State block={block} /> },
    { title: t('block.found'), cell: (block) => <When at={block.foundAt} /> },
    { title: t('block.effort'), numeric: true, cell: (block) => <Effort block={block} /> },
    { title: t('block.reward'), numeric: true, cell: (block) => <Amount sat={block.rewardSat} /> },
    {
      title: t('block.finder'),
      cell: (block) => (
        <span className="finder">
          {options.own ? null : <><Account account={block.finder} />{' '}</>}{block.worker ? <Link className="faint-link" href={workerPath(block.finder, block.worker)}>{block.worker}</Link> : null}
        </span>
      ),
    },
  ];
  if (options.short || options.own) return columns;
  return [
    ...columns,
    { title: t('block.reward-system'), minor: true, cell: (block) => t(block.rewardSystem === 'SOLO' ? 'system.SOLO' : 'system.PPLNS') },
    { title: t('block.id'), cell: (block) => <Id id={block.blockId} kind="block" /> },
  ];
}
