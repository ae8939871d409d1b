import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { ShareRow } from '../src/api/types';
import { SHARES_MAX, backoffMs, initial, reduce, stales } from '../src/live/state';
import { throttled } from '../src/live/throttle';

const share = (second: number): ShareRow => ({ at: `2026-11-21T12:00:${String(second % 60).padStart(2, '0')}Z`, worker: 'rig1', difficulty: second });

test('the stream is live when it opens and offline when it breaks, counting the failures until it opens again', () => {
  const broken = [{ kind: 'lost' }, { kind: 'lost' }].reduce((state) => reduce(state, { kind: 'lost' }), initial);
  expect(broken).toMatchObject({ link: 'offline', failures: 2 });
  expect(reduce(broken, { kind: 'open' })).toMatchObject({ link: 'live', failures: 0 });
});

test('keeps the newest shares only, in their order', () => {
  let state = initial;
  for (let at = 0; at < SHARES_MAX + 5; at += 1) state = reduce(state, { kind: 'share', share: share(at) });
  expect(state.shares).toHaveLength(SHARES_MAX);
  expect(state.shares[0]?.difficulty).toBe(5);
  expect(state.shares.at(-1)?.difficulty).toBe(SHARES_MAX + 4);
});

test('another account begins without shares', () => {
  expect(reduce(reduce(initial, { kind: 'share', share: share(1) }), { kind: 'follow' }).shares).toEqual([]);
});

test('blocks found by the second are not all read out', () => {
  const first = reduce(initial, { kind: 'news', text: 'block 1', atMs: 100_000 });
  const second = reduce(first, { kind: 'news', text: 'block 2', atMs: 101_000 });
  const later = reduce(second, { kind: 'news', text: 'block 9', atMs: 110_000 });
  expect(first.news).toEqual({ n: 1, text: 'block 1' });
  expect(second).toBe(first);
  expect(later.news).toEqual({ n: 2, text: 'block 9' });
});

test('an event makes old what it is about, and the own page only when it is about the visitor', () => {
  const block = { finder: 'mine' };
  expect(stales('block', block, 'mine')).toContain('miner');
  expect(stales('block', block, 'another')).not.toContain('miner');
  expect(stales('payout', { account: 'mine' }, 'mine')).toEqual(['payouts', 'pool-balance', 'miner']);
  expect(stales('stats', {}, 'mine')).toEqual([]);
  expect(stales('surprise', {}, null)).toEqual([]);
});

test('waits longer after each failure, never more than half a minute', () => {
  expect(backoffMs(1, 1)).toBe(2_000);
  expect(backoffMs(3, 0)).toBe(4_000);
  expect(backoffMs(50, 1)).toBe(30_000);
});

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('asks at once when it was quiet, and once more for all that came meanwhile', () => {
  const asked: string[] = [];
  const ask = throttled<string>(3_000, (key) => asked.push(key));
  ask('blocks'); ask('blocks'); ask('blocks'); ask('job');
  expect(asked).toEqual(['blocks', 'job']);
  vi.advanceTimersByTime(2_999);
  expect(asked).toEqual(['blocks', 'job']);
  vi.advanceTimersByTime(1);
  expect(asked).toEqual(['blocks', 'job', 'blocks']);
  vi.advanceTimersByTime(60_000);
  expect(asked).toHaveLength(3);
});

test('asks no more once stopped', () => {
  const asked: string[] = [];
  const ask = throttled<string>(3_000, (key) => asked.push(key));
  ask('a'); ask('a'); ask.stop();
  vi.advanceTimersByTime(10_000);
  expect(asked).toEqual(['a']);
});
