export interface Strength {
  /** 0 is refused, 4 is as good as needed. */
  score: 0 | 1 | 2 | 3 | 4;
  hint: 'tooShort' | 'tooCommon' | 'repeats' | 'hasName' | 'longer' | 'good' | 'strong';
}

export const LEAST_LENGTH = 12;

const COMMON = ['password', 'passwort', 'qwertz', 'qwerty', '123456', 'letmein', 'admin', 'welcome', 'bitcoin', 'iloveyou', 'thunder'];

/**
 * A hint, not a rule: length counts most, as guessing costs grow with it (NIST SP 800-63B 5.1.1 asks for length and
 * against lists of common words, not for kinds of characters). The server has the last word.
 */
export function strength(password: string, user: string): Strength {
  const lower = password.toLowerCase();
  if (password.length < LEAST_LENGTH) return { score: 0, hint: 'tooShort' };
  if (user !== '' && lower.includes(user.toLowerCase())) return { score: 0, hint: 'hasName' };
  const letters = new Set(lower).size;
  if (letters < 5) return { score: 0, hint: 'repeats' };
  const rest = COMMON.reduce((left, word) => left.replaceAll(word, ''), lower);
  if (rest.length < 8) return { score: 1, hint: 'tooCommon' };
  const bits = rest.length * Math.log2(Math.max(letters, 8));
  if (bits < 48) return { score: 2, hint: 'longer' };
  return bits < 64 ? { score: 3, hint: 'good' } : { score: 4, hint: 'strong' };
}
