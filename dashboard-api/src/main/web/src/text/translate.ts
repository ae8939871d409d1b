// Texts come from a table of keys; a translation is another table with the same keys.

/** A text, or one a number decides: categories of Intl.PluralRules for {n}. */
export type Message = string | { one: string; other: string; few?: string; many?: string };
export type Values = Record<string, string | number>;

/** English as the visitor's region writes numbers and dates. */
export const LOCALE = globalThis.navigator?.language?.startsWith('en') ? navigator.language : 'en';
const plurals = new Intl.PluralRules(LOCALE);
const numbers = new Intl.NumberFormat(LOCALE);

/** Makes the function that looks texts up in a table. {name} is filled from values; numbers get their separators. */
export function translator<Key extends string>(table: Record<Key, Message>): (key: Key, values?: Values) => string {
  return (key, values = {}) => {
    const message = table[key];
    const text = typeof message === 'string' ? message : choose(message, values['n']);
    return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
      const value = values[name];
      if (value === undefined) return whole;
      return typeof value === 'number' ? numbers.format(value) : value;
    });
  };
}

function choose(message: Exclude<Message, string>, n: string | number | undefined): string {
  const category = plurals.select(Number(n ?? 0));
  if (category === 'one') return message.one;
  if (category === 'few' && message.few) return message.few;
  if (category === 'many' && message.many) return message.many;
  return message.other;
}
