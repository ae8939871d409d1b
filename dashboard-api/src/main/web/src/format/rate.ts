import { scaled } from './number';

/** A hash rate in SI units with its figure and unit apart, so that pages can set the unit smaller. */
export function rateParts(hps: number): { figure: string; unit: string } {
  const [figure, prefix] = scaled(hps);
  return { figure, unit: `${prefix}H/s` };
}

export function rate(hps: number): string {
  const { figure, unit } = rateParts(hps);
  return `${figure}\u202f${unit}`;
}

/** Work in hashes, from the API's decimal string; doubles keep enough digits for three. */
export function work(hashes: string): string {
  const [figure, prefix] = scaled(Number(hashes));
  return `${figure}\u202f${prefix}H`;
}

/**
 * How far off a hash rate may be by chance, one standard deviation in per cent: shares arrive at random, so n of them tell
 * the rate to one part in √n. Null without shares.
 */
export const errorPercent = (shares: number): number | null => (shares > 0 ? 100 / Math.sqrt(shares) : null);

/** The band around a rate that holds the true one about two times in three. */
export function band(hps: number, shares: number): { low: number; high: number } {
  if (shares <= 0) return { low: 0, high: 0 };
  const spread = hps / Math.sqrt(shares);
  return { low: Math.max(0, hps - spread), high: hps + spread };
}
