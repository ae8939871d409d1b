import { expect, test } from 'vitest';
import type { BlockRow, MinerRow, PortRow } from '../src/api/types';
import { outcome } from '../src/app/AddressSearch';
import { accountOf, isCurrent } from '../src/app/nav';
import { lengthSeconds } from '../src/pages/EpochsPage';
import { together } from '../src/pages/WorkerPage';
import { blockState, confirmationsOf } from '../src/parts/BlockColumns';
import { SOFTWARE, algorithmOf, hostOf, lines, userOf } from '../src/parts/connectLines';
import { parts } from '../src/parts/Distribution';
import { reasons } from '../src/parts/Rejections';
import { chanceByNow } from '../src/parts/Round';
import { presence } from '../src/parts/workerColumns';

const miner = (account: string, hashrateHps: number): MinerRow => ({ account, hashrateHps, workers: 1, sharesAccepted: 1, sharesRejected: 0 });
const port: PortRow = { rewardSystem: 'PPLNS', paid: '', scheme: 'blocks', port: 3333, tls: false, url: 'stratum+tcp://pool.example:3333' };

test('the pool is divided into its largest miners and the others together', () => {
  const rows = [...Array(12).keys()].map((at) => miner(`a${at}`, at + 1));
  const all = parts(rows, 8);
  expect(all).toHaveLength(9);
  expect(all[0]).toMatchObject({ account: 'a11', hashrateHps: 12 });
  expect(all.at(-1)).toMatchObject({ account: null, members: 4, hashrateHps: 10 });
  expect(all.reduce((sum, part) => sum + part.percent, 0)).toBeCloseTo(100, 9);
});

test('one other is named, and who does not mine is no part', () => {
  expect(parts([...Array(9).keys()].map((at) => miner(`a${at}`, 1)), 8).every((part) => part.account !== null)).toBe(true);
  expect(parts([miner('a', 0)], 8)).toEqual([]);
});

test('a block in the chain is confirmed by the blocks above it', () => {
  const block = { state: 'FOUND', confirmations: 1, height: 100 };
  expect(confirmationsOf(block, 104)).toBe(5);
  expect(confirmationsOf(block, 99)).toBe(1);
  expect(confirmationsOf(block, undefined)).toBe(1);
  expect(confirmationsOf(block, 10_000)).toBe(100);
  expect(confirmationsOf({ ...block, state: 'ORPHANED', confirmations: 0 }, 104)).toBe(0);
});

test.each<[Pick<BlockRow, 'state' | 'confirmations'>, string, string]>([
  [{ state: 'FOUND', confirmations: 7 }, '7 of 100', 'accent'], [{ state: 'MATURED', confirmations: 100 }, 'Matured', 'good'],
  [{ state: 'ORPHANED', confirmations: 0 }, 'Orphaned', 'bad'], [{ state: 'ELSEWHERE', confirmations: 0 }, 'elsewhere', 'calm'],
])('a block %o is told as %s', (block, text, tone) => expect(blockState(block)).toEqual({ text, tone }));

test('an address leads to its page, or its mistake is told with what was meant', () => {
  expect(outcome({ text: 'BC1Q', valid: true, account: 'bc1q', known: true })).toEqual({ go: '/miners/bc1q' });
  expect(outcome({ text: 'bc1q', valid: true, account: 'bc1q', known: false })).toHaveProperty('problem', 'This address is fine, but no share for it has been credited yet.');
  expect(outcome({ text: 'bc1x', valid: false, known: false, problem: 'A typing error.', suggestion: 'bc1q' })).toEqual({ problem: 'A typing error.', suggestion: 'bc1q' });
});

test('paths tell whose page it is and which way is current', () => {
  expect(accountOf('/miners/bc1q/worker')).toBe('bc1q');
  expect(accountOf('/blocks')).toBeNull();
  expect(isCurrent('/', '/blocks')).toBe(false);
  expect(isCurrent('/epochs', '/epochs/7')).toBe(true);
  expect(isCurrent('/epoch', '/epochs')).toBe(false);
});

test('users are an address and a name a gateway takes', () => {
  expect(userOf('bc1q', 'rig 1')).toBe('bc1q.rig_1');
  expect(userOf('bc1q', ' ')).toBe('bc1q');
});

test('hosts are what stands between the scheme and the port', () => {
  expect(hostOf('stratum+ssl://pool.example:4333')).toBe('pool.example');
  expect(hostOf('stratum+tcp://[::1]:3333')).toBe('[::1]');
});

test('each miner gets what it asks for', () => {
  expect(lines('cgminer', port, 'u.r', 'sha256d')).toEqual([{ field: null, text: 'cgminer -o stratum+tcp://pool.example:3333 -u u.r -p x' }]);
  expect(lines('cpuminer', port, 'u.r', 'scrypt')[0]?.text).toBe('minerd -a scrypt -o stratum+tcp://pool.example:3333 -u u.r -p x');
  expect(lines('bitaxe', port, 'u.r', 'sha256d').map((line) => line.text)).toEqual(['pool.example', '3333', 'u.r', 'x']);
  for (const software of SOFTWARE) expect(lines(software, port, 'u.r', 'sha256d').some((line) => line.text.includes('u.r'))).toBe(true);
});

test('cpuminer is told the chain’s algorithm', () => {
  expect(algorithmOf('litecoin-main', null)).toBe('scrypt');
  expect(algorithmOf('bitcoin-main', 'SHA256d')).toBe('sha256d');
});

test('a worker mines, is silent, or is gone', () => {
  const now = Date.parse('2026-11-21T12:00:00Z');
  expect(presence({ lastShareAt: '2026-11-21T11:55:00Z', connections: 0 }, now)).toBe('mining');
  expect(presence({ lastShareAt: '2026-11-21T11:45:00Z', connections: 1 }, now)).toBe('idle');
  expect(presence({ lastShareAt: null, connections: 0 }, now)).toBe('gone');
});

test('reasons are ordered, and those of all reward systems add up', () => {
  expect(reasons({ STALE: 2, DUPLICATE: 5, BUSY: 0 })).toEqual([['DUPLICATE', 5], ['STALE', 2]]);
  const row = { account: 'a', worker: 'w', rewardSystem: 'PPLNS', hashrateHps: 0, sharesAccepted: 0, sharesRejected: 3, workHashes: '0' };
  expect(together([{ ...row, rejectedByReason: { STALE: 1 } }, { ...row, rejectedByReason: { STALE: 2, BUSY: 1 } }])).toEqual({ STALE: 3, BUSY: 1 });
});

test('after the average work 63 rounds in a hundred are over', () => {
  expect(chanceByNow(100)).toBeCloseTo(63.212, 3);
  expect(chanceByNow(0)).toBe(0);
});

test('an epoch lasts from its begin to its end', () =>
  expect(lengthSeconds({ from: '2026-11-21T12:00:00Z', to: '2026-11-21T12:10:00Z' })).toBe(600));
