import { useQuery } from '@tanstack/react-query';
import { get } from '../../api/client';
import type { Stats } from '../../api/types';
import { coins, explorerLink, tickerOf } from '../../format/coin';
import { short } from '../../format/short';

/** What the pool says of itself to everybody: the coin's name and the explorer. */
export function useStats(): Stats | undefined {
  return useQuery({
    queryKey: ['stats'],
    queryFn: ({ signal }) => get<Stats>('/stats', signal),
    staleTime: 60_000,
  }).data;
}

/** The coin's short name; empty until it is known, as another coin's would be a lie. */
export function useTicker(): string {
  const stats = useStats();
  return stats ? tickerOf(stats.chain, stats.coin?.ticker) : '';
}

/** An amount in coins with all its digits. */
export function Coins({ sat }: { sat: number }) {
  return <span className="adm-money">{coins(sat)} <small>{useTicker()}</small></span>;
}

/** A transaction, linked to the explorer when the operator set one. */
export function Transaction({ id }: { id: string }) {
  const link = explorerLink(useStats()?.explorer?.transaction, id);
  const text = <code title={id}>{short(id)}</code>;
  return link === null ? text : <a href={link} target="_blank" rel="noreferrer">{text}</a>;
}
