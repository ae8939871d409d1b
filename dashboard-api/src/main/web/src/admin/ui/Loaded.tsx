import type { ReactNode } from 'react';
import { Problem } from '../../api/client';
import { t } from '../text';
import { Notice } from './parts';

interface Query<T> {
  data: T | undefined;
  error: Error | null;
  refetch: () => unknown;
}

/** An error in words a person can act on. */
export function wordsOf(error: unknown): string {
  if (error instanceof Problem) {
    if (error.status === 0) return t('ui.unreachable');
    return error.status === 403 && error.message === 'Forbidden' ? t('ui.forbidden') : error.message;
  }
  return t('ui.failed');
}

/** Skeleton, then the data; an error keeps what was there and says that it is old. */
export function Loaded<T>({ query, lines = 4, children }: { query: Query<T>; lines?: number; children: (data: T) => ReactNode }) {
  const { data, error } = query;
  if (data === undefined && !error) {
    return (
      <div className="adm-skeleton" aria-busy="true">
        <span className="adm-hidden" role="status">{t('ui.loading')}</span>
        {Array.from({ length: lines }, (_, at) => <span key={at} />)}
      </div>
    );
  }
  return (
    <>
      {error && (
        <Notice tone={data === undefined ? 'bad' : 'warn'} role="status" title={data === undefined ? t('ui.cantLoad') : t('ui.stale')}>
          <p>{wordsOf(error)}</p>
          <button type="button" className="adm-button" onClick={() => query.refetch()}>{t('ui.again')}</button>
        </Notice>
      )}
      {data !== undefined && children(data)}
    </>
  );
}
