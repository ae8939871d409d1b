import { LOCALE } from '../text/translate';

const grouped = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 0 });
const separator = new Intl.NumberFormat(LOCALE).formatToParts(0.5).find((part) => part.type === 'decimal')?.value ?? '.';

/** Satoshi as coins with all eight decimals, by integer arithmetic: money is never rounded. */
export function coins(sat: number): string {
  const size = Math.abs(sat);
  const whole = Math.floor(size / 1e8);
  const part = String(size % 1e8).padStart(8, '0');
  return `${sat < 0 ? '−' : ''}${grouped.format(whole)}${separator}${part}`;
}

/** An amount of coins with at most eight decimals, in satoshi; no float is involved. */
export function satOf(text: string): number | undefined {
  const found = /^(\d{1,8})(?:[.,](\d{1,8}))?$/.exec(text.replace(/[\s\u2009\u202f]/g, ''));
  if (!found) return undefined;
  return Number(`${found[1]}${(found[2] ?? '').padEnd(8, '0')}`);
}

export const satoshi = (sat: number): string => `${grouped.format(sat)} sat`;

/** The coin's short name; by the chain when the API does not tell. */
export function tickerOf(chain: string, told: string | null | undefined): string {
  if (told) return told;
  return chain.startsWith('litecoin') ? 'LTC' : 'BTC';
}

/** An explorer's address for an id; null unless the operator set one that leads somewhere. */
export function explorerLink(pattern: string | null | undefined, id: string): string | null {
  if (!pattern || !/^https?:\/\//.test(pattern)) return null;
  return pattern.includes('{id}') ? pattern.replace('{id}', encodeURIComponent(id)) : null;
}
