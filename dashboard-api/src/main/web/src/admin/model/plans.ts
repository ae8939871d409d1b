import { coins } from '../../format/coin';
import { short } from '../../format/short';
import { t } from '../text';
import type { CommandPlan } from './command';

/** Commands about payments, with what they do in plain words. */

const named = (account: string) => short(account, 10, 8);

export function holdAll(version: number | null | undefined): CommandPlan {
  return {
    owner: 'payout', kind: 'hold-payouts', fields: { all: 'true' }, ...expecting(version), danger: true,
    title: t('payouts.holdAllTitle'), confirm: t('payouts.holdAllDo'),
    effects: [t('payouts.holdAll1'), t('payouts.holdAll2'), t('payouts.holdAll3')],
  };
}

export function releaseAll(version: number | null | undefined): CommandPlan {
  return {
    owner: 'payout', kind: 'release-payouts', fields: { all: 'true' }, ...expecting(version),
    title: t('payouts.releaseAllTitle'), confirm: t('payouts.releaseAllDo'),
    effects: [t('payouts.releaseAll1'), t('payouts.releaseAll2')],
  };
}

export function hold(address: string, held: boolean, version?: number | null): CommandPlan {
  const account = named(address);
  return held
    ? {
      owner: 'payout', kind: 'hold-payouts', fields: { address }, ...expecting(version), danger: true,
      title: t('payouts.holdTitle'), confirm: t('payouts.holdDo'), effects: [t('payouts.hold1', { account }), t('payouts.hold2')],
    }
    : {
      owner: 'payout', kind: 'release-payouts', fields: { address }, ...expecting(version),
      title: t('payouts.releaseTitle'), confirm: t('payouts.releaseDo'), effects: [t('payouts.release1', { account })],
    };
}

interface Order { orderId: string; account: string; amountSat: number }

export function approve(order: Order, ticker: string): CommandPlan {
  const values = { amount: `${coins(order.amountSat)} ${ticker}`, account: order.account };
  return {
    owner: 'payout', kind: 'approve-payout', fields: { order: order.orderId },
    title: t('payouts.approveTitle'), confirm: t('payouts.approveDo'),
    effects: [t('payouts.approve1', values), t('payouts.approve2')],
  };
}

export function refuse(order: Order, ticker: string): CommandPlan {
  const values = { amount: `${coins(order.amountSat)} ${ticker}`, account: named(order.account) };
  return {
    owner: 'payout', kind: 'refuse-payout', fields: { order: order.orderId }, danger: true,
    title: t('payouts.refuseTitle'), confirm: t('payouts.refuseDo'),
    effects: [t('payouts.refuse1', values), t('payouts.refuse2')],
  };
}

export function resumePayouts(): CommandPlan {
  return {
    owner: 'accounting', kind: 'resume-payouts', fields: {}, danger: true,
    title: t('payouts.resumeTitle'), confirm: t('payouts.resumeDo'), effects: [t('payouts.resume1'), t('payouts.resume2')],
  };
}

export function holdLedger(address: string, held: boolean): CommandPlan {
  const account = named(address);
  return {
    owner: 'accounting', kind: held ? 'hold-account' : 'release-account', fields: { account: address }, danger: held,
    title: t(held ? 'account.holdLedgerTitle' : 'account.releaseLedgerTitle'),
    confirm: t(held ? 'account.holdLedger' : 'account.releaseLedger'),
    effects: held ? [t('account.holdLedger1', { account }), t('account.holdLedger2')] : [t('account.releaseLedger1', { account })],
  };
}

export function correctBalance(address: string, sat: number, ticker: string): CommandPlan {
  const values = { amount: `${coins(Math.abs(sat))} ${ticker}`, account: named(address) };
  return {
    owner: 'accounting', kind: 'correct-balance', fields: { account: address, amount: String(sat) }, danger: true,
    title: t('account.correctTitle'), confirm: t('account.correctDo'),
    effects: [t(sat > 0 ? 'account.correctPlus' : 'account.correctMinus', values), t('account.correct2')],
  };
}

/** A version that is not known is not demanded. */
export function expecting(version: number | null | undefined): { expectedVersion?: number } {
  return version === null || version === undefined ? {} : { expectedVersion: version };
}
