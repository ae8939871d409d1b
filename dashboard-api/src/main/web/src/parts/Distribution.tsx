import type { MinerRow } from '../api/types';
import { percent } from '../format/number';
import { rate } from '../format/rate';
import { short } from '../format/short';
import { t } from '../text/en';
import { Link } from 'wouter';

export interface Part { account: string | null; hashrateHps: number; percent: number; members: number }

/** The largest miners one by one, everyone else together; percentages of all that is mined now. */
export function parts(miners: readonly MinerRow[], named: number): Part[] {
  const mining = miners.filter((miner) => miner.hashrateHps > 0).sort((a, b) => b.hashrateHps - a.hashrateHps);
  const total = mining.reduce((sum, miner) => sum + miner.hashrateHps, 0);
  if (total <= 0) return [];
  // One "other" would be no shorter than naming it.
  const cut = mining.length <= named + 1 ? mining.length : named;
  const large: Part[] = mining.slice(0, cut).map((miner) => ({ account: miner.account, hashrateHps: miner.hashrateHps, percent: (100 * miner.hashrateHps) / total, members: 1 }));
  const rest = mining.slice(cut);
  const others = rest.reduce((sum, miner) => sum + miner.hashrateHps, 0);
  return rest.length ? [...large, { account: null, hashrateHps: others, percent: (100 * others) / total, members: rest.length }] : large;
}

/** Who mines how much of the pool, as one bar and its list. */
export function Distribution({ miners }: { miners: readonly MinerRow[] }) {
  const all = parts(miners, 8);
  if (all.length === 0) return <p className="empty">{t('distribution.empty')}</p>;
  return (
    <div className="distribution">
      <div className="bar" aria-hidden="true">
        {all.map((part, at) => <span key={part.account ?? 'others'} className={`piece tone-${part.account ? at % 9 : 'rest'}`} style={{ flexGrow: part.percent }} title={`${part.account ?? t('distribution.others', { n: part.members })} · ${percent(part.percent)}`} />)}
      </div>
      <ol className="bar-list">
        {all.map((part, at) => (
          <li key={part.account ?? 'others'}>
            <span className={`swatch tone-${part.account ? at % 9 : 'rest'}`} aria-hidden="true" />
            {part.account ? <Link className="mono" href={`/miners/${part.account}`} title={part.account}>{short(part.account, 8, 6)}</Link> : <span>{t('distribution.others', { n: part.members })}</span>}
            <span className="faint">{rate(part.hashrateHps)}</span>
            <strong>{percent(part.percent)}</strong>
          </li>
        ))}
      </ol>
    </div>
  );
}
