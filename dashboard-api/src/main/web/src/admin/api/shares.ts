import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { Problem, get, query } from '../../api/client';
import { ADMIN } from './queries';
import { guarded } from './session';
import type { ShareSearch } from './types';

export interface Sought {
  account: string;
  worker: string;
  identity: string;
  from: string;
  to: string;
}

const LIMIT = 200;

/** Reads the log backwards, a bounded piece at a time; one search runs at once in the whole pool, so it may have to wait. */
export function useShares(sought: Sought, enabled: boolean) {
  const client = useQueryClient();
  return useInfiniteQuery({
    queryKey: [ADMIN, 'shares', sought],
    queryFn: ({ pageParam, signal }) =>
      guarded(client, () => get<ShareSearch>(`/admin/shares${query({ ...sought, to: pageParam, limit: LIMIT })}`, signal)),
    initialPageParam: sought.to,
    getNextPageParam: (page) => (page.complete || !page.scannedUntil || page.scannedUntil <= sought.from ? undefined : page.scannedUntil),
    enabled,
    retry: (count, problem) => problem instanceof Problem && problem.status === 429 && count < 4,
    retryDelay: 3_000,
    staleTime: Infinity,
  });
}
