import type { CommandOwner, CommandRow } from '../api/types';

/** What the operator is about to ask for: enough to say it in plain words and to send it. */
export interface CommandPlan {
  owner: CommandOwner;
  kind: string;
  fields: Record<string, string>;
  /** The version of what was looked at: the owner refuses when it moved. */
  expectedVersion?: number;
  title: string;
  /** What will happen, a sentence each. */
  effects: string[];
  /** Old and new values side by side. */
  changes?: Change[];
  confirm: string;
  danger?: boolean;
}

export interface Change {
  name: string;
  before: string;
  after: string;
}

export type Outcome = 'pending' | 'applied' | 'refused';

export function outcomeOf(row: Pick<CommandRow, 'outcome'>): Outcome {
  const said = row.outcome.toLowerCase();
  return said === 'applied' || said === 'refused' ? said : 'pending';
}

const GATEWAYS_MS = 3_000;

/**
 * Whether the answer is the last word. All gateways answer, and one that obeyed outweighs those that refused, so a refusal
 * stands only after a while.
 */
export function isSettled(row: Pick<CommandRow, 'outcome'>, owner: CommandOwner, waitedMs: number): boolean {
  const outcome = outcomeOf(row);
  return outcome === 'applied' || (outcome === 'refused' && (owner !== 'gateway' || waitedMs >= GATEWAYS_MS));
}

/** Often at first, as most are answered within a second; then with patience. */
export function pollAfterMs(waitedMs: number): number {
  if (waitedMs < 5_000) return 400;
  return waitedMs < 30_000 ? 1_000 : 5_000;
}

/** The owner refused because somebody else was quicker. */
export function isConflict(detail: string | undefined): boolean {
  return /changed meanwhile|version is|outdated/i.test(detail ?? '');
}
