import { translator } from '../../text/translate';
import { general } from './general';
import { money } from './money';
import { operations } from './operations';
import { settings } from './settings';
import { story } from './story';
import { wellbeing } from './wellbeing';

/** The admin pages' texts; a translation is another table with the same keys. */
const table = { ...general, ...wellbeing, ...money, ...story, ...operations, ...settings };

export type Key = keyof typeof table;

export const t = translator<Key>(table);

/** A text that may not be there, such as that of a state a newer server sends; the fall-back then. */
export function tOr(key: string, fallback: string): string {
  return key in table ? t(key as Key) : fallback;
}
