// When an account is paid next and why, in a sentence; the state is the API's, the words are ours.
import type { Hold, NextPayment, Schedule } from '../api/types';
import { coins } from '../format/coin';
import { ago, interval } from '../format/time';
import { t } from '../text/en';

export interface Told { title: string; text: string; tone: 'good' | 'warn' | 'calm' }

/** @param ticker the coin's short name */
export function nextPaymentText(next: NextPayment, schedule: Schedule | null | undefined, nowMs: number, ticker: string): Told {
  const amount = `${coins(next.payableSat)}\u00a0${ticker}`;
  const minimum = `${coins(next.minimumPayoutSat)}\u00a0${ticker}`;
  switch (next.state) {
    case 'DUE': return { title: t('next.due'), text: t('next.due.text', { amount }), tone: 'good' };
    case 'IN_FLIGHT': return next.hold ? held(next.hold, true) : { title: t('next.flight'), text: t('next.flight.text'), tone: 'good' };
    case 'HELD': return held(next.hold ?? 'ACCOUNT', false);
    case 'BELOW_MINIMUM': return { title: t('next.below'), text: t('next.below.text', { amount, minimum, missing: `${coins(Math.max(0, next.minimumPayoutSat - next.payableSat))}\u00a0${ticker}` }), tone: 'calm' };
    case 'NOTHING': return { title: t('next.nothing'), text: t('next.nothing.text'), tone: 'calm' };
    case 'WAITING': return { title: waitTitle(next, nowMs), text: `${t('next.waiting.text', { amount })}${reason(schedule)}`, tone: 'calm' };
  }
}

function held(hold: Hold, ordered: boolean): Told {
  if (hold === 'APPROVAL') return { title: t('next.approval'), text: t('next.approval.text'), tone: 'warn' };
  const text = t(hold === 'POOL' ? 'next.held.pool.text' : 'next.held.text');
  return { title: t(hold === 'POOL' ? 'next.held.pool' : 'next.held'), text: ordered ? `${t('next.held.ordered')} ${text}` : text, tone: 'warn' };
}

function waitTitle(next: NextPayment, nowMs: number): string {
  if (typeof next.blocksLeft === 'number') return t('next.waiting.blocks', { n: next.blocksLeft });
  if (next.dueAt) return Date.parse(next.dueAt) <= nowMs ? t('next.waiting.soon') : t('next.waiting.time', { when: ago(next.dueAt, nowMs) });
  return t('next.waiting');
}

function reason(schedule: Schedule | null | undefined): string {
  if (!schedule) return '';
  return ` ${schedule.blockInterval > 0 ? t('next.reason.blocks', { n: schedule.blockInterval }) : t('next.reason.time', { interval: interval(schedule.timeIntervalMinutes) })}`;
}
