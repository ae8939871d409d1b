// The message by which an address's owner changes its schedule, and what can sign it. payout-service reads exactly this form.

/** What a key signs for: kinds of addresses, by what their wallets can do. */
export type AddressKind = 'legacy' | 'nested' | 'segwit' | 'taproot' | 'script' | 'unknown';

export interface Wish {
  chain: string;
  address: string;
  scheme: string;
  /** Null when it stays as it is. */
  minimumSat: number | null;
  /** Unix time in seconds. */
  time: number;
}

export function messageOf({ chain, address, scheme, minimumSat, time }: Wish): string {
  const minimum = minimumSat === null ? '' : `, minimum ${minimumSat} sat`;
  return `Thunder Pool ${chain}: pay ${address} by scheme ${scheme}${minimum}, time ${time}`;
}

const KEY_HASH = 42;

/** By its spelling; version 0 programs of 20 bytes are a key's hash, those of 32 a script's. */
export function kindOf(address: string): AddressKind {
  const bech32 = /^(bc|tb|bcrt|ltc|tltc|rltc)1([qp])([0-9a-z]+)$/.exec(address.toLowerCase());
  if (bech32) {
    const [, prefix = '', version] = bech32;
    if (version === 'p') return 'taproot';
    return address.length === KEY_HASH - 2 + prefix.length ? 'segwit' : 'script';
  }
  if (/^[1mnL]/.test(address)) return 'legacy';
  return /^[32MQ]/.test(address) ? 'nested' : 'unknown';
}

/** The line for a full node's own wallet; null when its signmessage does not take the address. */
export function commandOf(chain: string, address: string, message: string): string | null {
  if (kindOf(address) !== 'legacy') return null;
  const program = chain.startsWith('litecoin') ? 'litecoin-cli' : 'bitcoin-cli';
  const network = chain.split('-')[1] ?? 'main';
  const flag = network === 'main' ? '' : ` -${network}`;
  return `${program}${flag} signmessage "${address}" "${message}"`;
}

/** Signatures are base64; blanks and line breaks come along when people copy. */
export const cleaned = (signature: string): string => signature.replace(/\s+/g, '');

export const isBase64 = (text: string): boolean => /^[A-Za-z0-9+/]{4,}={0,2}$/.test(text) && text.length % 4 === 0;
