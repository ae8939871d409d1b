// What the live stream did to the page, as a pure function: events in, state out. The hook beside it owns the socket.
import type { BlockRow, PayoutRow, ShareRow } from '../api/types';

export type Link = 'connecting' | 'live' | 'offline';
export interface LiveState {
  link: Link;
  /** Failed attempts in a row. */
  failures: number;
  /** The visitor's newest shares, oldest first. */
  shares: readonly ShareRow[];
  /** What was said last to those who listen instead of look; n tells one from the next. */
  news: { n: number; text: string } | null;
  newsAtMs: number;
}
export type LiveEvent =
  | { kind: 'open' }
  | { kind: 'lost' }
  | { kind: 'follow' }
  | { kind: 'share'; share: ShareRow }
  | { kind: 'news'; text: string; atMs: number };

export const SHARES_MAX = 120;
const NEWS_EVERY_MS = 8_000;

export const initial: LiveState = { link: 'connecting', failures: 0, shares: [], news: null, newsAtMs: 0 };

export function reduce(state: LiveState, event: LiveEvent): LiveState {
  switch (event.kind) {
    case 'open': return { ...state, link: 'live', failures: 0 };
    case 'lost': return { ...state, link: 'offline', failures: state.failures + 1 };
    case 'follow': return { ...state, shares: [] };
    case 'share': return { ...state, shares: [...state.shares, event.share].slice(-SHARES_MAX) };
    // A demo chain finds blocks by the second: nobody wants each of them read out.
    case 'news': return event.atMs - state.newsAtMs < NEWS_EVERY_MS
      ? state
      : { ...state, news: { n: (state.news?.n ?? 0) + 1, text: event.text }, newsAtMs: event.atMs };
  }
}

/** Waits longer after each failure, up to half a minute, with chance in it so that a thousand pages do not come at once. */
export const backoffMs = (failures: number, chance: number): number =>
  Math.min(30_000, 1_000 * 2 ** Math.min(failures, 5)) * (0.5 + chance / 2);

export type Stale = 'blocks' | 'stats' | 'payouts' | 'epochs' | 'network' | 'job' | 'miner' | 'pool-balance' | 'worker';

/** Which answers an event makes old. */
export function stales(name: string, row: unknown, account: string | null): Stale[] {
  switch (name) {
    case 'block': return account && (row as BlockRow).finder === account ? ['blocks', 'pool-balance', 'miner'] : ['blocks', 'pool-balance'];
    case 'payout': return account && (row as PayoutRow).account === account ? ['payouts', 'pool-balance', 'miner'] : ['payouts', 'pool-balance'];
    case 'epoch': return account ? ['epochs', 'miner'] : ['epochs'];
    case 'job': return ['network', 'job'];
    case 'share': return account ? ['miner'] : [];
    default: return [];
  }
}
