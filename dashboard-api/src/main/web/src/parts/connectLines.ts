// What to type into which miner, for one port of the pool. Kept apart from the page so that it can be tested.
import type { PortRow } from '../api/types';

export const SOFTWARE = ['cgminer', 'bitaxe', 'antminer', 'whatsminer', 'nicehash', 'cpuminer'] as const;
export type Software = (typeof SOFTWARE)[number];

/** A line to copy: a field of a form, or a whole command when it has no name. */
export interface Line { field: 'url' | 'host' | 'port' | 'user' | 'password' | null; text: string }

export const hostOf = (url: string): string => /^[a-z+]+:\/\/(\[[^\]]+\]|[^:/]+)/.exec(url)?.[1] ?? url;

/** The user name: the address to be paid, and the machine's name when there is one. */
export const userOf = (address: string, worker: string): string => {
  const name = worker.trim().replace(/[^A-Za-z0-9._:@-]/g, '_');
  return name ? `${address}.${name}` : address;
};

/** Most firmware speaks TLS not at all; who does, is told by the page. */
export const speaksTls = (software: Software): boolean => software === 'bitaxe' || software === 'cpuminer';

export function lines(software: Software, port: PortRow, user: string, algorithm: string): Line[] {
  const host = hostOf(port.url);
  switch (software) {
    case 'cgminer': return [{ field: null, text: `cgminer -o ${port.url} -u ${user} -p x` }];
    case 'cpuminer': return [{ field: null, text: `minerd -a ${algorithm} -o ${port.url.replace('stratum+ssl://', 'stratum+tcps://')} -u ${user} -p x` }];
    case 'bitaxe': return [{ field: 'host', text: host }, { field: 'port', text: String(port.port) }, { field: 'user', text: user }, { field: 'password', text: 'x' }];
    case 'nicehash': return [{ field: 'host', text: host }, { field: 'port', text: String(port.port) }, { field: 'user', text: user }, { field: 'password', text: 'd=1048576' }];
    case 'antminer':
    case 'whatsminer': return [{ field: 'url', text: port.url }, { field: 'user', text: user }, { field: 'password', text: 'x' }];
  }
}

/** cpuminer's name of the chain's algorithm. */
export const algorithmOf = (chain: string, told: string | null | undefined): string => {
  const name = (told ?? (chain.startsWith('litecoin') ? 'scrypt' : 'sha256d')).toLowerCase();
  return name.startsWith('scrypt') ? 'scrypt' : 'sha256d';
};
