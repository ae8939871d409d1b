import type { Change } from './command';
import { readPower } from './power';

export type Errors<T> = Partial<Record<keyof T, string>>;
type Said = (rule: Rule, least: number, most: number) => string;
export type Rule = 'whole' | 'range' | 'name' | 'percent' | 'power' | 'order' | 'both' | 'long' | 'time' | 'past';

/** Whole numbers only, as people type them: spaces and thin spaces between the digits are fine. */
export function whole(text: string): number | undefined {
  const digits = text.replace(/[\s\u2009\u202f_]/g, '');
  if (!/^\d{1,15}$/.test(digits)) return undefined;
  return Number(digits);
}

export { satOf } from '../../format/coin';

/** Satoshi as coins, as few decimals as say it exactly. */
export function coinsOf(sat: number): string {
  const digits = String(Math.abs(sat)).padStart(9, '0');
  const decimals = digits.slice(-8).replace(/0+$/, '');
  return `${sat < 0 ? '-' : ''}${digits.slice(0, -8)}${decimals === '' ? '' : `.${decimals}`}`;
}

/** A percentage with at most two decimals, in hundredths of a percent. */
export function basisPointsOf(text: string): number | undefined {
  const found = /^(\d{1,3})(?:[.,](\d{1,2}))?\s*%?$/.exec(text.trim());
  if (!found) return undefined;
  const points = Number(`${found[1]}${(found[2] ?? '').padEnd(2, '0')}`);
  return points <= 10_000 ? points : undefined;
}

export function percentOf(basisPoints: number): string {
  return String(basisPoints / 100);
}

/** A `datetime-local` value as it stands in this browser's time zone; undefined when it is none. */
export function momentOf(text: string): number | undefined {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(text)) return undefined;
  const at = new Date(text).getTime();
  return Number.isNaN(at) ? undefined : at;
}

export interface SchemeForm {
  scheme: string;
  blockInterval: string;
  timeIntervalMinutes: string;
  description: string;
}

const MAX_BLOCKS = 100_000;
const MAX_MINUTES = 366 * 24 * 60;
const MAX_DESCRIPTION = 200;

/** The rules payout-service holds, told while typing. */
export function checkScheme(form: SchemeForm, said: Said): Errors<SchemeForm> {
  const errors: Errors<SchemeForm> = {};
  if (!/^[a-z0-9][a-z0-9-]{0,31}$/.test(form.scheme)) errors.scheme = said('name', 1, 32);
  const blocks = whole(form.blockInterval);
  const minutes = whole(form.timeIntervalMinutes);
  if (blocks === undefined || blocks > MAX_BLOCKS) errors.blockInterval = said('range', 0, MAX_BLOCKS);
  if (minutes === undefined || minutes > MAX_MINUTES) errors.timeIntervalMinutes = said('range', 0, MAX_MINUTES);
  if (blocks === 0 && minutes === 0) errors.timeIntervalMinutes = said('both', 0, 0);
  const described = form.description.trim().length;
  if (described < 1 || described > MAX_DESCRIPTION) errors.description = said('long', 1, MAX_DESCRIPTION);
  return errors;
}

export interface PortForm {
  minimumDifficulty: string;
  startDifficulty: string;
  maximumDifficulty: string;
  vardiff: boolean;
  shareIntervalSeconds: string;
}

export function checkPort(form: PortForm, said: Said): Errors<PortForm> {
  const errors: Errors<PortForm> = {};
  const minimum = readPower(form.minimumDifficulty);
  const start = readPower(form.startDifficulty);
  const maximum = readPower(form.maximumDifficulty);
  if (minimum === undefined) errors.minimumDifficulty = said('power', 0, 0);
  if (start === undefined) errors.startDifficulty = said('power', 0, 0);
  if (maximum === undefined) errors.maximumDifficulty = said('power', 0, 0);
  if (minimum !== undefined && start !== undefined && minimum > start) errors.startDifficulty = said('order', 0, 0);
  if (maximum !== undefined && start !== undefined && start > maximum) errors.maximumDifficulty = said('order', 0, 0);
  const seconds = Number(form.shareIntervalSeconds);
  if (!(seconds >= 0.1 && seconds <= 600)) errors.shareIntervalSeconds = said('range', 0.1, 600);
  return errors;
}

export const hasErrors = (errors: object) => Object.keys(errors).length > 0;

/** Only what is different, so that nobody has to compare long lists at night. */
export function changed(changes: Change[]): Change[] {
  return changes.filter((change) => change.before !== change.after);
}
