import { LOCALE } from '../text/translate';

const relative = new Intl.RelativeTimeFormat(LOCALE, { numeric: 'auto', style: 'long' });
const brief = new Intl.RelativeTimeFormat(LOCALE, { numeric: 'auto', style: 'narrow' });
const absolute = new Intl.DateTimeFormat(LOCALE, { dateStyle: 'medium', timeStyle: 'medium', hourCycle: 'h23' });
const unit = (name: string) => new Intl.NumberFormat(LOCALE, { style: 'unit', unit: name, unitDisplay: 'narrow', maximumFractionDigits: 0 });
const STEPS: readonly [number, Intl.RelativeTimeFormatUnit][] = [[60, 'second'], [60, 'minute'], [24, 'hour'], [30, 'day'], [12, 'month']];
const UNITS = [['day', 86_400], ['hour', 3_600], ['minute', 60], ['second', 1]] as const;
const formats = new Map(UNITS.map(([name]) => [name, unit(name)]));

/** "3 minutes ago", "in 2 hours"; within five seconds "now". Short: "3m ago". */
export function ago(at: string | number, nowMs: number, short = false): string {
  const format = short ? brief : relative;
  let size = Math.round(((typeof at === 'number' ? at : Date.parse(at)) - nowMs) / 1000);
  if (Math.abs(size) <= 5) return format.format(0, 'second');
  for (const [steps, name] of STEPS) {
    if (Math.abs(size) < steps) return format.format(size, name);
    size = Math.trunc(size / steps);
  }
  return format.format(size, 'year');
}

export const moment = (at: string | number): string => absolute.format(new Date(at));

/** The two largest units: "2d 5h", "4m 10s", "0s". */
export function duration(seconds: number): string {
  let left = Math.max(0, Math.round(seconds));
  if (left > 400 * 86_400) return new Intl.NumberFormat(LOCALE, { style: 'unit', unit: 'year', unitDisplay: 'long', maximumSignificantDigits: 3, notation: 'compact' }).format(left / 31_557_600);
  const parts: string[] = [];
  for (const [name, size] of UNITS) {
    const many = Math.floor(left / size);
    left -= many * size;
    if (many > 0) parts.push(formats.get(name)?.format(many) ?? '');
    else if (parts.length > 0) break;
    if (parts.length === 2) break;
  }
  return parts.join(' ') || formats.get('second')?.format(0) || '';
}

/** Minutes as people say them: "5 minutes", "1 hour", "2 days". */
export function interval(minutes: number): string {
  const [size, name] = minutes % 1440 === 0 ? [minutes / 1440, 'day'] : minutes % 60 === 0 ? [minutes / 60, 'hour'] : [minutes, 'minute'];
  return new Intl.NumberFormat(LOCALE, { style: 'unit', unit: name, unitDisplay: 'long' }).format(size);
}
