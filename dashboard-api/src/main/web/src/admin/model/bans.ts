import { short } from '../../format/short';
import { t } from '../text';

/** Minutes a ban can last, as people choose among them. */
export const LENGTHS = [10, 60, 6 * 60, 24 * 60, 7 * 24 * 60, 30 * 24 * 60];

const V4 = /^(25[0-5]|2[0-4]\d|1?\d?\d)(\.(25[0-5]|2[0-4]\d|1?\d?\d)){3}$/;

/** IPv4 in four numbers, or IPv6 as a browser's URL parser takes it. */
export function isNetworkAddress(text: string): boolean {
  if (V4.test(text)) return true;
  if (!text.includes(':') || !/^[0-9a-f:.]+$/i.test(text)) return false;
  return URL.canParse(`http://[${text}]/`);
}

/** A ban's subject in words: whom it shuts out. */
export function nameOf(subject: string): string {
  const at = subject.indexOf(':');
  const kind = subject.slice(0, at);
  const rest = subject.slice(at + 1);
  if (kind === 'remote') return rest;
  if (kind === 'account') return t('bans.account1', { account: short(rest, 9, 7) });
  if (kind === 'pair') {
    const cut = rest.lastIndexOf(':');
    return t('bans.pair', { account: short(rest.slice(cut + 1), 9, 7), remote: rest.slice(0, cut) });
  }
  return subject;
}
