import { useEffect } from 'react';
import { useStats } from '../api/queries';
import { t } from '../text/en';

/** The tab's title: what the page is about, then the pool. */
export function useTitle(part: string | null): void {
  const pool = useStats().data?.pool ?? t('app.name');
  useEffect(() => {
    document.title = part ? `${part} · ${pool}` : pool;
  }, [part, pool]);
}
