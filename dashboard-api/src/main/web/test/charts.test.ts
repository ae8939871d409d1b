import { expect, test } from 'vitest';
import type { History, HistoryPoint } from '../src/api/types';
import { tick } from '../src/charts/axes';
import { columns, historyText, pointText, trusted } from '../src/charts/history';
import { powers } from '../src/charts/ShareChart';
import { reasonText, shareColumns, shareText, sharesText } from '../src/charts/shares';
import { merged } from '../src/parts/SharePanel';

const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ');
const at = (minute: number) => `2026-11-21T12:${String(minute).padStart(2, '0')}:00Z`;
const point = (minute: number, shares: number, hashrateHps = shares * 100): HistoryPoint =>
  ({ at: at(minute), hashrateHps, workers: shares > 0 ? 2 : 0, sharesAccepted: shares, sharesRejected: 0, workHashes: '0' });
const history = (points: HistoryPoint[]): History => ({ of: 'pool', range: '1h', resolutionSeconds: 60, from: at(0), to: at(59), points });

test('the empty time before the first share is nothing known, not zero; an idle minute later is zero', () => {
  const points = trusted(history([point(0, 0), point(1, 0), point(2, 4), point(3, 0), point(4, 9)]), Date.parse(at(30)));
  expect(points.map((each) => each.sharesAccepted)).toEqual([4, 0, 9]);
});

test('a step that has only begun is left out until half of it has passed', () => {
  const all = history([point(2, 4), point(3, 1)]);
  expect(trusted(all, Date.parse(at(3)) + 29_000)).toHaveLength(1);
  expect(trusted(all, Date.parse(at(3)) + 30_000)).toHaveLength(2);
});

test('the very first step is shown as soon as it has a share', () => {
  expect(trusted(history([point(2, 0), point(3, 1)]), Date.parse(at(3)) + 5_000)).toHaveLength(1);
  expect(trusted(history([point(2, 0)]), Date.parse(at(3)))).toEqual([]);
});

test('hash rates come with the band that their shares leave, other figures without', () => {
  expect(columns([point(1, 4, 1000)], 'rate')).toEqual([[Date.parse(at(1)) / 1000], [1000], [1500], [500]]);
  expect(columns([point(1, 4, 1000)], 'workers')).toEqual([[Date.parse(at(1)) / 1000], [2], [null], [null]]);
});

test('a chart is told in words', () => {
  expect(plain(historyText([point(1, 4, 1000), point(2, 9, 3000)], '1h', 'rate'))).toBe('Hash rate, last hour: between 1.00 kH/s and 3.00 kH/s, last 3.00 kH/s.');
  expect(historyText([], '24h', 'rate')).toBe('No shares in this time.');
  expect(plain(pointText(point(1, 1, 1000)))).toBe('1.00 kH/s ± 100 % · 2 workers · 1 share');
});

test('ticks are as fine as they are apart', () => {
  const noon = Date.parse('2026-11-21T12:05:00Z') / 1000;
  expect(tick(noon, 300)).toMatch(/^\d\d:05$/);
  expect(tick(noon, 5)).toMatch(/^\d\d:05:00$/);
  expect(tick(noon, 86_400)).toMatch(/21/);
  expect(tick(noon, 30 * 86_400)).toMatch(/2026/);
});

test('accepted and rejected shares are points of their own', () => {
  const shares = [{ at: at(1), difficulty: 8, achievedDifficulty: 20 }, { at: at(2), difficulty: 8, rejection: 'STALE' }];
  expect(shareColumns(shares).slice(1)).toEqual([[8, 8], [20, null], [null, 8]]);
  expect(sharesText(shares)).toBe('The last 2 shares, 1 of them rejected. Best: 20.');
  expect(shareText(shares[0]!)).toBe('reached 20, asked for 8 (2.5 times as much)');
  expect(shareText(shares[1]!)).toBe('Stale: another block had been found (asked for 8)');
});

test('a reason nobody foresaw is told as it is', () => expect(reasonText('COSMIC_RAY')).toBe('cosmic ray'));

test('a share that was stored and streamed is shown once', () => {
  const row = (minute: number) => ({ at: at(minute), difficulty: minute });
  expect(merged([row(1), row(2)], [row(2), row(3)], 10).map((each) => each.difficulty)).toEqual([1, 2, 3]);
  expect(merged([row(1), row(2)], [row(3)], 2).map((each) => each.difficulty)).toEqual([2, 3]);
});

test('a scale of difficulties has a line per power of ten', () => expect(powers(0.001, 10)).toEqual([0.001, 0.01, 0.1, 1, 10]));
