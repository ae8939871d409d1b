// Difficulties are powers of two from 2^-32 to 2^255; doubles hold each of them exactly, but not their decimals.

const LEAST = -32;
const GREATEST = 255;
/** No network is as hard as this, so a greatest difficulty from here on limits nobody. */
const UNLIMITED = 127;

/** The exponent of a difficulty; undefined when it is no power of two. */
export function exponentOf(difficulty: number): number | undefined {
  const exponent = Math.log2(difficulty);
  return Number.isInteger(exponent) && exponent >= LEAST && exponent <= GREATEST ? exponent : undefined;
}

export const isUnlimited = (difficulty: number) => (exponentOf(difficulty) ?? 0) >= UNLIMITED;

/** Reads `1024`, `0.25` or `2^-16`: the exponent. */
export function readPower(text: string): number | undefined {
  const typed = text.replace(/[\s\u2009\u202f,]/g, '').replace('−', '-');
  const power = /^2\^(-?\d{1,3})$/.exec(typed);
  if (power) {
    const exponent = Number(power[1]);
    return exponent >= LEAST && exponent <= GREATEST ? exponent : undefined;
  }
  return /^\d+(\.\d+)?$/.test(typed) ? exponentOf(Number(typed)) : undefined;
}

/** All digits of the difficulty, so that nothing is rounded on its way. */
export function decimals(exponent: number): string {
  if (exponent >= 0) return (2n ** BigInt(exponent)).toString();
  const digits = -exponent;
  return `0.${(5n ** BigInt(digits)).toString().padStart(digits, '0')}`;
}

/** As people read and type it: digits while there are few of them. */
export function writePower(difficulty: number): string {
  const exponent = exponentOf(difficulty);
  if (exponent === undefined) return String(difficulty);
  return exponent >= -6 && exponent <= 40 ? decimals(exponent) : `2^${exponent}`;
}
