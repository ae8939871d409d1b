/** What an operator typed or pasted into the one search field, by its shape alone. */
export type Sought =
  | { kind: 'nothing' }
  | { kind: 'height'; height: number }
  | { kind: 'hash'; hex: string }
  | { kind: 'order'; hex: string }
  | { kind: 'worker'; account: string; worker: string }
  | { kind: 'account'; account: string };

const HASH = /^[0-9a-f]{64}$/;
const HEX = /^[0-9a-f]{16,}$/;
const HEIGHT = /^\d{1,9}$/;

/**
 * 64 hex digits may be a block, an order or a share: the page asks for each. `address.worker` is a worker; addresses
 * themselves have no dot.
 */
export function sought(text: string): Sought {
  const typed = text.trim().replace(/^(account|remote|block|order|share):/i, '');
  if (typed === '') return { kind: 'nothing' };
  const spoken = typed.replace(/[\s,_#]/g, '');
  if (HEIGHT.test(spoken)) return { kind: 'height', height: Number(spoken) };
  const hex = typed.toLowerCase();
  if (HASH.test(hex)) return { kind: 'hash', hex };
  if (HEX.test(hex)) return { kind: 'order', hex };
  const dot = typed.indexOf('.');
  if (dot > 0) {
    const worker = typed.slice(dot + 1);
    const account = typed.slice(0, dot);
    return worker === '' ? { kind: 'account', account } : { kind: 'worker', account, worker };
  }
  return { kind: 'account', account: typed };
}
