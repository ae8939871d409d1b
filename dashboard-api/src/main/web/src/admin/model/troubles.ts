import type { Trouble } from '../api/types';

/** A line of a log, with every service that has it. */
export interface Line extends Omit<Trouble, 'service' | 'instance'> {
  services: string[];
}

/** Services of one process write one log: a line that all of them tell is one line. Newest first. */
export function lines(troubles: Trouble[]): Line[] {
  const found = new Map<string, Line>();
  for (const { at, level, logger, text, service } of troubles) {
    const key = [at, level, logger, text].join('\n');
    const known = found.get(key);
    if (!known) found.set(key, { at, level, logger, text, services: [service] });
    else if (!known.services.includes(service)) known.services.push(service);
  }
  return [...found.values()].sort((one, other) => Date.parse(other.at) - Date.parse(one.at));
}
