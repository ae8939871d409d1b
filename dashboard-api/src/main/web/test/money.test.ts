import { expect, test } from 'vitest';
import type { NextPayment, NextState, Schedule } from '../src/api/types';
import { nextPaymentText } from '../src/parts/nextPayment';
import { payoutState } from '../src/parts/PayoutColumns';
import { feeText, planText, schemeText } from '../src/parts/TermsPanel';
import { portPlan } from '../src/pages/ConnectPage';

const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ');
const now = Date.parse('2026-11-21T12:00:00Z');
const next = (state: NextState, more: Partial<NextPayment> = {}): NextPayment => ({ state, minimumPayoutSat: 100_000, payableSat: 40_000, ...more });
const blocks: Schedule = { scheme: 'blocks', blockInterval: 144, timeIntervalMinutes: 0, minimumPayoutSat: 100_000, held: false, description: '' };
const time: Schedule = { ...blocks, scheme: 'time', blockInterval: 0, timeIntervalMinutes: 1440 };
const told = (payment: NextPayment, schedule: Schedule | null = blocks) => {
  const { title, text, tone } = nextPaymentText(payment, schedule, now, 'BTC');
  return [title, plain(text), tone];
};

test('below the least payment it says how much is missing', () =>
  expect(told(next('BELOW_MINIMUM'))).toEqual(['Below the least payment', '0.00040000 BTC is payable, 0.00100000 BTC is the least that is paid out: 0.00060000 BTC to go.', 'calm']));

test('waiting for blocks it counts them and says why', () => {
  expect(told(next('WAITING', { blocksLeft: 12, payableSat: 200_000 }))).toEqual(
    ['Next payment in 12 blocks', '0.00200000 BTC is ready for it. Your scheme pays every 144 blocks of the chain.', 'calm']);
  expect(told(next('WAITING', { blocksLeft: 1 }))[0]).toBe('Next payment in 1 block');
});

test('waiting for the clock it says when', () => {
  expect(told(next('WAITING', { dueAt: '2026-11-21T15:00:00Z' }), time)).toEqual(['Next payment in 3 hours', '0.00040000 BTC is ready for it. Your scheme pays every 1 day.', 'calm']);
  expect(told(next('WAITING', { dueAt: '2026-11-21T11:59:00Z' }), time)[0]).toBe('Next payment any moment now');
  expect(told(next('WAITING'), null)).toEqual(['The next payment is waiting for its time', '0.00040000 BTC is ready for it.', 'calm']);
});

test('whatever keeps a payment back is told, also of one that was ordered', () => {
  expect(told(next('HELD', { hold: 'ACCOUNT' }))[0]).toBe('Payments are held');
  expect(told(next('HELD', { hold: 'POOL' }))[0]).toBe('All payments of the pool are held');
  expect(told(next('IN_FLIGHT', { hold: 'APPROVAL' }))).toEqual(
    ['A payment waits for approval', 'It is so large that an operator looks at it before it goes out.', 'warn']);
  expect(told(next('IN_FLIGHT', { hold: 'ACCOUNT' }))[1]).toMatch(/^A payment was ordered: if it is sent already it arrives, else it waits\. An operator stopped/);
  expect(told(next('IN_FLIGHT'))[2]).toBe('good');
});

test('what is planned is told with its time', () => {
  const fromAt = '2026-11-22T12:00:00Z';
  expect(planText(undefined)).toBeNull();
  expect(planText({ next: null })).toBeNull();
  expect(planText({ next: { fromAt, blockInterval: 72, timeIntervalMinutes: 0, description: '' } })).toMatch(/^From .*2026.*: Paid every 72 blocks of the chain\.$/);
  expect(plain(portPlan({ next: { fromAt, startDifficulty: 512, minimumDifficulty: 16, maximumDifficulty: null, vardiff: false } }) ?? '')).toMatch(/^From .*2026.*: Starts at difficulty 512\. Not below 16\.$/);
  const fees = [{ rewardSystem: 'PPLNS', basisPoints: 100, fromAt: null }, { rewardSystem: 'PPLNS', basisPoints: 50, fromAt }];
  const fee = feeText(fees, 'PPLNS', 0, now);
  expect(plain(fee.now)).toMatch(/^1/);
  expect(fee.next).toHaveLength(1);
  expect(plain(fee.next[0] ?? '')).toMatch(/^From .*2026.*: fee 0\.5/);
});

test('a held account is told who can help', () => expect(told(next('HELD'))[2]).toBe('warn'));

test.each<NextState>(['DUE', 'WAITING', 'BELOW_MINIMUM', 'HELD', 'IN_FLIGHT', 'NOTHING'])('%s has a title and a reason', (state) => {
  const [title, text] = told(next(state));
  expect(title).not.toBe('');
  expect(text).not.toMatch(/\{|undefined/);
});

test('every state of a payment is told in words, and one nobody foresaw as it is', () => {
  expect(payoutState({ state: 'BROADCAST', confirmations: 0 })).toMatchObject({ text: 'Sent', tone: 'accent' });
  expect(payoutState({ state: 'AWAITING_APPROVAL', confirmations: 0 })).toMatchObject({ text: 'Awaiting approval', tone: 'warn' });
  expect(payoutState({ state: 'NEWFANGLED', confirmations: 0 })).toMatchObject({ text: 'newfangled', tone: 'calm' });
});

test('schemes are told in a sentence', () => {
  expect(schemeText(blocks)).toBe('Paid every 144 blocks of the chain.');
  expect(schemeText({ blockInterval: 1, timeIntervalMinutes: 0 })).toBe('Paid after every block of the chain.');
  expect(schemeText(time)).toBe('Paid every 1 day.');
});
