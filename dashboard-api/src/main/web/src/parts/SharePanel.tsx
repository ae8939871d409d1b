import { Suspense, lazy, useMemo, useState } from 'react';
import type { ShareRow } from '../api/types';
import { shareText, sharesText } from '../charts/shares';
import { moment } from '../format/time';
import { t } from '../text/en';
import { Panel } from '../ui/Panel';
import { SkeletonBlock } from '../ui/State';

const ShareChart = lazy(() => import('../charts/ShareChart'));
const HEIGHT = 260;

/** What was stored and what arrived since, each share once. */
export function merged(stored: readonly ShareRow[], live: readonly ShareRow[], max: number): ShareRow[] {
  const last = stored.at(-1)?.at ?? '';
  return [...stored, ...live.filter((share) => share.at > last)].slice(-max);
}

export function SharePanel({ stored, live }: { stored: readonly ShareRow[]; live: readonly ShareRow[] }) {
  const [index, setIndex] = useState<number | null>(null);
  const shares = useMemo(() => merged(stored, live, 500), [stored, live]);
  const share = index === null ? undefined : shares[index];
  return (
    <Panel title={t('shares.title')} note={t('shares.note')}>
      <p className="readout">{share ? <><strong>{moment(share.at)}</strong> {shareText(share)}</> : shares.length ? sharesText(shares) : '\u00a0'}</p>
      <div className="chart-place" style={{ minHeight: HEIGHT }}>
        {shares.length === 0 ? <p className="empty">{t('shares.none')}</p> : (
          <Suspense fallback={<SkeletonBlock height={HEIGHT} />}><ShareChart shares={shares} height={HEIGHT} onPoint={setIndex} /></Suspense>
        )}
      </div>
      <p className="legend"><span><i className="key line" /> {t('shares.asked')}</span><span><i className="key point" /> {t('shares.reached')}</span><span><i className="key bad" /> {t('shares.rejected')}</span></p>
    </Panel>
  );
}
