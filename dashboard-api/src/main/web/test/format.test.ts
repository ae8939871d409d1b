import { expect, test } from 'vitest';
import { coins, explorerLink, satoshi, tickerOf } from '../src/format/coin';
import { count, difficulty, fee, percent, scaled } from '../src/format/number';
import { band, errorPercent, rate, work } from '../src/format/rate';
import { short, shortBlock } from '../src/format/short';
import { ago, duration, interval } from '../src/format/time';

const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ');

test.each([
  [0, '0 H/s'], [0.5, '0.500 H/s'], [999.4, '999 H/s'], [999.6, '1.00 kH/s'], [238_838, '239 kH/s'], [12_340_000, '12.3 MH/s'],
  [1.5e12, '1.50 TH/s'], [9.996e15, '10.0 PH/s'], [6.5e20, '650 EH/s'], [1e21, '1.00 ZH/s'], [2e28, '20,000 YH/s'],
])('%f hashes a second are %s', (hps, text) => expect(plain(rate(hps))).toBe(text));

test('work is read from its decimal string', () => {
  expect(plain(work('4294967296'))).toBe('4.29 GH');
  expect(plain(work('0'))).toBe('0 H');
});

test('a rate is as sure as the square root of its shares', () => {
  expect(errorPercent(100)).toBe(10);
  expect(errorPercent(0)).toBeNull();
  expect(band(1000, 4)).toEqual({ low: 500, high: 1500 });
  expect(band(1000, 1)).toEqual({ low: 0, high: 2000 });
  expect(band(0, 0)).toEqual({ low: 0, high: 0 });
});

test.each([[0, '0.00000000'], [1, '0.00000001'], [312_500_000, '3.12500000'], [-5, '−0.00000005'],
  [2_100_000_000_000_000, '21,000,000.00000000'], [123_456_789_012, '1,234.56789012']])('%i satoshi are %s coins', (sat, text) => expect(coins(sat)).toBe(text));

test('satoshi are told exactly', () => expect(satoshi(312_500_000)).toBe('312,500,000 sat'));

test('the coin is named by the API, else by the chain', () => {
  expect(tickerOf('litecoin-main', null)).toBe('LTC');
  expect(tickerOf('bitcoin-main', undefined)).toBe('BTC');
  expect(tickerOf('bitcoin-regtest', 'rBTC')).toBe('rBTC');
});

test('explorers are linked only when one is set, and only by http', () => {
  expect(explorerLink('https://explorer.example/tx/{id}', 'ab/c')).toBe('https://explorer.example/tx/ab%2Fc');
  expect(explorerLink(null, 'ab')).toBeNull();
  expect(explorerLink('javascript:alert({id})', 'ab')).toBeNull();
  expect(explorerLink('https://explorer.example/', 'ab')).toBeNull();
});

test.each([[0, '0 %'], [0.0314, '0.031 %'], [0.25, '0.25 %'], [4.25, '4.3 %'], [87.4, '87 %'], [1240, '1,240 %']])(
  '%f per cent', (value, text) => expect(plain(percent(value))).toBe(text));

test('fees are basis points', () => {
  expect(plain(fee(100))).toBe('1 %');
  expect(plain(fee(25))).toBe('0.25 %');
  expect(plain(fee(0))).toBe('0 %');
});

test.each([[1, '1'], [512, '512'], [0.0009765625, '9.8×10⁻⁴'], [1e-5, '10⁻⁵'], [0.125, '0.125'], [0.25, '0.25'], [16384, '16.4 k'], [1.0e14, '100 T']])(
  'difficulty %f', (value, text) => expect(plain(difficulty(value))).toBe(text));

test('numbers get separators, and what is no number a dash', () => {
  expect(count(1234567)).toBe('1,234,567');
  expect(scaled(Number.NaN)).toEqual(['–', '']);
  expect(scaled(-1500)).toEqual(['−1.50', 'k']);
});

test('time is told as people tell it', () => {
  const now = Date.parse('2026-11-21T12:00:00Z');
  expect(ago('2026-11-21T11:59:57Z', now)).toBe('now');
  expect(ago('2026-11-21T11:59:30Z', now)).toBe('30 seconds ago');
  expect(ago('2026-11-21T11:57:00Z', now)).toBe('3 minutes ago');
  expect(ago('2026-11-21T14:00:00Z', now)).toBe('in 2 hours');
  expect(ago('2026-11-20T12:00:00Z', now)).toBe('yesterday');
  expect(ago('2023-11-20T12:00:00Z', now)).toBe('3 years ago');
});

test.each([[0, '0s'], [59.6, '1m'], [250, '4m 10s'], [3600, '1h'], [190_800, '2d 5h'], [86_401, '1d']])(
  '%f seconds last %s', (seconds, text) => expect(duration(seconds)).toBe(text));

test('a very long wait is told in years', () => expect(duration(3.15576e9)).toBe('100 years'));

test.each([[1, '1 minute'], [5, '5 minutes'], [60, '1 hour'], [90, '90 minutes'], [1440, '1 day'], [2880, '2 days']])(
  '%i minutes are %s', (minutes, text) => expect(interval(minutes)).toBe(text));

test('long ids keep both ends', () => {
  expect(short('bcrt1qabcdefghijklmnopqrstuvwxyz')).toBe('bcrt1qab…stuvwxyz');
  expect(short('short')).toBe('short');
  expect(shortBlock('00000000000000000001abcdef0123456789')).toBe('…0123456789'.slice(0, 11));
});

test('a moment can be told briefly', () => expect(ago('2026-11-21T11:57:00Z', Date.parse('2026-11-21T12:00:00Z'), true)).toBe('3m ago'));
