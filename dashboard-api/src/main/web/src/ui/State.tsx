import type { ReactNode } from 'react';
import { Problem } from '../api/client';
import { t } from '../text/en';

export const Skeleton = ({ width }: { width?: string }) => <span className="skeleton" style={width ? { width } : undefined} />;

/** A block that keeps its place while its content is on the way. */
export const SkeletonBlock = ({ height }: { height: number }) => <div className="skeleton block" style={{ height }} aria-hidden="true" />;

/** What went wrong, in the API's own words, and a way to try again. That the pool is away is told once, by the shell. */
export function ErrorNote({ problem, retry }: { problem: unknown; retry?: (() => void) | undefined }) {
  const away = problem instanceof Problem && (problem.status === 0 || problem.status >= 500);
  const text = away ? t('state.away') : problem instanceof Error ? problem.message : t('state.error');
  const wait = problem instanceof Problem ? problem.retryAfterSeconds : undefined;
  return (
    <div className={`error-note ${away ? 'away' : ''}`} role={away ? undefined : 'alert'}>
      <p>{text}{wait ? ` ${t('state.retryAfter', { n: wait })}` : ''}</p>
      {retry ? <button type="button" className="button small" onClick={retry}>{t('state.retry')}</button> : null}
    </div>
  );
}

interface Answer<T> { data: T | undefined; error: unknown; refetch?: () => unknown }

/** Shows what a query brought; the skeleton until then; the error when there is nothing older to show. */
export function Loaded<T>({ query, skeleton, children }: { query: Answer<T>; skeleton: ReactNode; children: (data: T) => ReactNode }) {
  if (query.data !== undefined) return <>{children(query.data)}</>;
  if (query.error) return <ErrorNote problem={query.error} retry={query.refetch ? () => { void query.refetch?.(); } : undefined} />;
  return <>{skeleton}</>;
}

export type Tone = 'good' | 'warn' | 'bad' | 'calm' | 'accent';

export const Badge = ({ tone = 'calm', children, title }: { tone?: Tone; children: ReactNode; title?: string | undefined }) =>
  <span className={`badge ${tone}`} title={title}>{children}</span>;
