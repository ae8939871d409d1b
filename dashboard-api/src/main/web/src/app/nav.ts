import type { TextKey } from '../text/en';

export const PAGES: readonly { path: string; label: TextKey }[] = [
  { path: '/', label: 'nav.pool' },
  { path: '/blocks', label: 'nav.blocks' },
  { path: '/payouts', label: 'nav.payouts' },
  { path: '/leaderboard', label: 'nav.leaderboard' },
  { path: '/epochs', label: 'nav.epochs' },
  { path: '/network', label: 'nav.network' },
  { path: '/connect', label: 'nav.connect' },
];

/** The account a path is about, for the live stream; null elsewhere. */
export const accountOf = (path: string): string | null => /^\/miners\/([^/?]+)/.exec(path)?.[1] ?? null;

export const isCurrent = (page: string, path: string): boolean =>
  page === '/' ? path === '/' : path === page || path.startsWith(`${page}/`);
