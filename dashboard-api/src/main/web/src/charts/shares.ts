// A worker's shares as points over time: what the pool asked for, and what each share reached.
import type { ShareRow } from '../api/types';
import { difficulty } from '../format/number';
import { t } from '../text/en';

export type ShareColumns = [number[], (number | null)[], (number | null)[], (number | null)[]];

/** Times, the difficulty asked, accepted shares' and rejected shares' reached difficulty. */
export function shareColumns(shares: readonly ShareRow[]): ShareColumns {
  const reached = (share: ShareRow) => share.achievedDifficulty ?? share.difficulty;
  return [
    shares.map((share) => Date.parse(share.at) / 1000),
    shares.map((share) => share.difficulty),
    shares.map((share) => (share.rejection ? null : reached(share))),
    shares.map((share) => (share.rejection ? reached(share) : null)),
  ];
}

export function shareText(share: ShareRow): string {
  const reached = share.achievedDifficulty ?? null;
  if (share.rejection) return t('shares.rejectedPoint', { reason: reasonText(share.rejection), asked: difficulty(share.difficulty) });
  return reached === null
    ? t('shares.pointPlain', { asked: difficulty(share.difficulty) })
    : t('shares.point', { reached: difficulty(reached), asked: difficulty(share.difficulty), times: difficulty(Math.max(1, Math.round((reached / share.difficulty) * 10) / 10)) });
}

export function sharesText(shares: readonly ShareRow[]): string {
  const rejected = shares.filter((share) => share.rejection).length;
  const best = Math.max(0, ...shares.filter((share) => !share.rejection).map((share) => share.achievedDifficulty ?? share.difficulty));
  return t('shares.summary', { n: shares.length, rejected, best: difficulty(best) });
}

const REASONS = ['STALE', 'DUPLICATE', 'LOW_DIFFICULTY', 'UNKNOWN_JOB', 'BAD_NTIME', 'BAD_VERSION', 'MALFORMED', 'NOT_SUBSCRIBED', 'UNAUTHORIZED', 'BUSY'] as const;

/** A reason as people say it; one nobody foresaw as it is. */
export function reasonText(reason: string): string {
  const known = REASONS.find((each) => each === reason);
  return known ? t(`reason.${known}`) : reason.toLowerCase().replaceAll('_', ' ');
}
