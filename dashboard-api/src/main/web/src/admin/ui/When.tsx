import { useEffect, useState } from 'react';
import { ago, moment } from '../../format/time';

/** The clock, often enough for "3 minutes ago". */
export function useNow(everyMs = 10_000): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}

/** How long ago; the exact time in UTC when pointed at, as logs have it. */
export function When({ at, exact }: { at: string | null | undefined; exact?: boolean }) {
  const now = useNow();
  if (!at) return <>–</>;
  const utc = `${at.slice(0, 19).replace('T', ' ')} UTC`;
  return <time dateTime={at} title={utc}>{exact ? moment(at) : ago(at, now)}</time>;
}
