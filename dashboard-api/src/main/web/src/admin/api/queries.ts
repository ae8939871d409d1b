import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { get, getPage } from '../../api/client';
import { guarded } from './session';

/** Everything read while signed in is kept under this key, so that signing out forgets it all. */
export const ADMIN = 'admin';

interface Options {
  /** Seconds between two askings; none without. */
  every?: number;
  enabled?: boolean;
}

export function useAdmin<T>(path: string, options: Options = {}) {
  const client = useQueryClient();
  return useQuery({
    queryKey: [ADMIN, path],
    queryFn: ({ signal }) => guarded(client, () => get<T>(path, signal)),
    refetchInterval: options.every ? options.every * 1000 : false,
    enabled: options.enabled ?? true,
  });
}

/** A list that grows a page at a time. */
export function useList<Row>(path: string, options: Options = {}) {
  const client = useQueryClient();
  return useInfiniteQuery({
    queryKey: [ADMIN, 'list', path],
    queryFn: ({ pageParam, signal }) => guarded(client, () => getPage<Row>(pageParam, signal)),
    initialPageParam: path,
    getNextPageParam: (page) => page.next,
    refetchInterval: options.every ? options.every * 1000 : false,
    enabled: options.enabled ?? true,
  });
}

/** After a change: everything on the page is asked again. */
export function useRefresh() {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: [ADMIN] });
}
