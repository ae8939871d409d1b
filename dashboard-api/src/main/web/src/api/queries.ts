import { keepPreviousData, useInfiniteQuery, useQuery, type UseQueryResult } from '@tanstack/react-query';
import { get, getPage, query, type Page } from './client';
import type * as Api from './types';

// The live stream says when to ask again; this often they are asked anyway, should it be silent.
const REGULAR = 30_000;
const SELDOM = 60_000;

function useGet<T>(key: readonly unknown[], path: string, every: number, enabled = true): UseQueryResult<T> {
  return useQuery({ queryKey: key, queryFn: ({ signal }) => get<T>(path, signal), refetchInterval: every, enabled });
}

export const useStats = () => useGet<Api.Stats>(['stats'], '/stats', REGULAR);
export const useNetwork = () => useGet<Api.Network>(['network'], '/network', REGULAR);
export const usePorts = () => useGet<Api.PortRow[]>(['ports'], '/ports', SELDOM);
export const useSchemes = () => useGet<Api.SchemeRow[]>(['schemes'], '/schemes', SELDOM);
export const useServices = () => useGet<Api.ServiceRow[]>(['services'], '/services', REGULAR);
export const useJob = () => useGet<Api.CurrentJob>(['job'], '/jobs/current', REGULAR);
export const usePoolBalance = () => useGet<Api.Balance>(['pool-balance'], '/pool-balance', REGULAR);
export const useMiner = (account: string) => useGet<Api.MinerPage>(['miner', account], `/miners/${encodeURIComponent(account)}`, REGULAR);
export const useMinerBlocks = (account: string) =>
  useGet<Api.BlockRow[]>(['blocks', 'of', account], `/blocks${query({ account, limit: 10 })}`, REGULAR);
export const useWorker = (account: string, name: string) =>
  useGet<Api.WorkerPage>(['worker', account, name], `/miners/${encodeURIComponent(account)}/worker?name=${encodeURIComponent(name)}`, 10_000);
export const useEpoch = (number: string) => useGet<Api.EpochPage>(['epoch', number], `/epochs/${encodeURIComponent(number)}`, SELDOM);
export const useLeaderboard = (by: string, range: string) => useQuery({
  queryKey: ['leaderboard', by, range],
  queryFn: ({ signal }) => get<Api.LeaderRow[]>(`/leaderboard${query({ by, range, limit: 100 })}`, signal),
  refetchInterval: SELDOM, placeholderData: keepPreviousData,
});
export const useMiners = (limit: number) => useGet<Api.MinerRow[]>(['miners', limit], `/miners${query({ limit })}`, REGULAR);
export const useLatestBlocks = (limit: number) => useGet<Api.BlockRow[]>(['blocks', 'latest', limit], `/blocks${query({ limit })}`, REGULAR);
export const useAddress = (text: string) =>
  useGet<Api.AddressAnswer>(['address', text], `/addresses/${encodeURIComponent(text)}`, 10 * SELDOM, text.length > 0);

export interface Whose { of: 'pool' | 'account' | 'worker'; account?: string; worker?: string }

export const historyPath = (whose: Whose, range: Api.Range, csv = false): string =>
  `/history${csv ? '.csv' : ''}${query({ of: whose.of, account: whose.account, worker: whose.worker, range })}`;

export const useHistory = (whose: Whose, range: Api.Range) => useQuery({
  queryKey: ['history', whose.of, whose.account, whose.worker, range],
  queryFn: ({ signal }) => get<Api.History>(historyPath(whose, range), signal),
  refetchInterval: range === '1h' ? 15_000 : SELDOM,
  placeholderData: keepPreviousData,
});

/** A list that goes on: `rows` of all pages so far, and how to get more. */
export function useList<Row>(key: readonly unknown[], path: string) {
  const pages = useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam, signal }): Promise<Page<Row>> => getPage<Row>(pageParam, signal),
    initialPageParam: path,
    getNextPageParam: (last) => last.next,
    refetchInterval: (state) => ((state.state.data?.pages.length ?? 0) > 1 ? false : REGULAR),
  });
  return {
    rows: pages.data?.pages.flatMap((page) => page.rows),
    error: pages.error,
    refetch: () => void pages.refetch(),
    more: pages.hasNextPage ? () => void pages.fetchNextPage() : null,
    loadingMore: pages.isFetchingNextPage,
  };
}
