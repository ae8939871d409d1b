import type { Health, PayoutRow, StateAt } from '../api/types';

const CLOSED = new Set(['PAID', 'RETURNED', 'REFUSED']);

/** An order above the operators' threshold that nobody approved yet. */
export const isWaiting = (state: string) => /APPROV|WAITING/.test(state) && !/APPROVED/.test(state);
export const isClosed = (state: string) => CLOSED.has(state);
export const isOpen = (state: string) => !isWaiting(state) && !isClosed(state);

export type Group = 'waiting' | 'open' | 'closed';

export function groupOf(row: Pick<PayoutRow, 'state'>): Group {
  if (isWaiting(row.state)) return 'waiting';
  return isClosed(row.state) ? 'closed' : 'open';
}

/** The way of an order that goes well; one that went another way shows what it did do. */
const ROAD = ['REQUESTED', 'RESERVED', 'SIGNED', 'BROADCAST', 'CONFIRMED', 'PAID'];

export interface Step {
  state: string;
  at?: string | null | undefined;
  txid?: string | null | undefined;
  reached: boolean;
}

const APPROVED = 'APPROVED';

/** An order that waited and is reserved again was approved by somebody. */
const isApproval = (step: StateAt, before: StateAt | undefined) => step.state === 'RESERVED' && before !== undefined && isWaiting(before.state);

/** What happened, in order, then what is still to come. */
export function steps(history: StateAt[], now: string): Step[] {
  const done: Step[] = [...history]
    .sort((one, other) => Date.parse(one.at) - Date.parse(other.at))
    .map((step, at, all) => ({ ...step, reached: true, state: isApproval(step, all[at - 1]) ? APPROVED : step.state }));
  const last = done.at(-1)?.state;
  if (last !== now && !(last === APPROVED && now === 'RESERVED') && !done.some((step) => step.state === now)) done.push({ state: now, reached: true });
  if (isClosed(now)) return done;
  const from = isWaiting(now) ? ROAD.indexOf('SIGNED') : ROAD.indexOf(now) + 1;
  const ahead = ROAD.slice(Math.max(from, 0)).filter((state) => !done.some((step) => step.state === state));
  return [...done, ...ahead.map((state) => ({ state, reached: false }))];
}

/**
 * Whether all payments are held. Payout-service itself knows best, as it may have been told by another road than these pages;
 * what the pages were told last counts until it speaks.
 */
export function allHeld(health: Health | undefined, told: boolean | undefined): boolean | undefined {
  const figures = health?.services.filter((one) => one.service === 'payout' && one.alive).map((one) => one.figures['all_payouts_held']);
  const figure = figures?.find((one) => one !== undefined);
  return figure === undefined ? told : figure !== 0;
}

export const total = (rows: PayoutRow[]) => rows.reduce((sum, row) => sum + row.amountSat, 0);
