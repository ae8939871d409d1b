import { LOCALE } from '../text/translate';

const whole = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 0 });
const PREFIXES = ['', 'k', 'M', 'G', 'T', 'P', 'E', 'Z', 'Y'];

export const count = (value: number): string => whole.format(value);

/** A percentage with as many digits as mean something: 0.031 %, 4.2 %, 87 %, 1,240 %. */
export function percent(value: number): string {
  const size = Math.abs(value);
  const digits = size === 0 || size >= 10 ? 0 : size >= 1 ? 1 : size >= 0.1 ? 2 : 3;
  return `${new Intl.NumberFormat(LOCALE, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value)}\u202f%`;
}

/** Basis points as per cent, without zeros nobody needs: 100 is 1 %, 25 is 0.25 %. */
export const fee = (basisPoints: number): string =>
  `${new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 2 }).format(basisPoints / 100)}\u202f%`;

/** Three significant digits and an SI prefix: [digits, prefix]. Below 0.001 in powers of ten. */
export function scaled(value: number): [string, string] {
  if (!Number.isFinite(value)) return ['–', ''];
  const sign = value < 0 ? '−' : '';
  let size = Math.abs(value);
  let at = 0;
  // 999.5 would print as 1000 of the smaller unit.
  while (size >= 999.5 && at < PREFIXES.length - 1) { size /= 1000; at += 1; }
  if (size > 0 && size < 0.001) return [sign + tenths(size), ''];
  const digits = size >= 99.95 || size === 0 ? 0 : size >= 9.995 ? 1 : size >= 0.9995 ? 2 : 3;
  return [sign + fixed(size, digits), PREFIXES[at] ?? ''];
}

/** 0.00017 as 1.7×10⁻⁴; a whole power of ten without its factor. */
function tenths(size: number): string {
  const [factor = '', power = ''] = size.toExponential(1).split('e');
  const raised = [...power].map((sign) => (sign === '-' ? '⁻' : '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(sign)])).join('');
  return factor === '1.0' ? `10${raised}` : `${factor}×10${raised}`;
}

function fixed(value: number, digits: number): string {
  return new Intl.NumberFormat(LOCALE, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value);
}

/** A difficulty: whole below a thousand when it is whole, else three digits and a prefix; powers of two below one too. */
export function difficulty(value: number): string {
  if (value >= 1 && value < 1000 && Number.isInteger(value)) return whole.format(value);
  const [digits, prefix] = scaled(value);
  return prefix ? `${digits}\u202f${prefix}` : trimmed(digits);
}

const trimmed = (digits: string): string => (/^\d+\.\d*0+$/.test(digits) ? digits.replace(/\.?0+$/, '') : digits);

/** The exact number, for titles. */
export const exact = (value: number): string => new Intl.NumberFormat(LOCALE, { maximumSignificantDigits: 17 }).format(value);
