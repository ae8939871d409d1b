import { useQuery, useQueryClient } from '@tanstack/react-query';
import { getPage } from '../../api/client';
import type { PayoutRow } from '../../api/types';
import { isClosed } from '../model/payouts';
import { ADMIN } from './queries';
import { guarded } from './session';
import type { Health } from './types';

const ROWS = 500;
const PAGES = 40;

/** Orders that are not over, by state: how many of them a complete list has. */
export function openOrders(byState: Health['payouts']['byState']): number {
  return Object.entries(byState).reduce((sum, [state, many]) => sum + (isClosed(state) ? 0 : many), 0);
}

/**
 * The newest orders, read back until every open one is among them, so that an order that has waited long is not missed
 * behind the payments made since.
 */
export async function readOrders(open: number, page = getPage<PayoutRow>): Promise<PayoutRow[]> {
  const rows: PayoutRow[] = [];
  let path: string | null = `/payouts?limit=${ROWS}`;
  for (let read = 0; path !== null && read < PAGES; read += 1) {
    const answer: Awaited<ReturnType<typeof page>> = await page(path);
    rows.push(...answer.rows);
    if (rows.filter((row) => !isClosed(row.state)).length >= open) break;
    path = answer.next;
  }
  return rows;
}

/** @param open how many orders are open; undefined while that is not known */
export function useOrders(open: number | undefined) {
  const client = useQueryClient();
  return useQuery({
    queryKey: [ADMIN, 'orders', open],
    queryFn: () => guarded(client, () => readOrders(open ?? 0)),
    enabled: open !== undefined,
    refetchInterval: 5_000,
    placeholderData: (before) => before,
  });
}
