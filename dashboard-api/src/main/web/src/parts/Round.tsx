import type { Stats } from '../api/types';
import { percent } from '../format/number';
import { work } from '../format/rate';
import { duration } from '../format/time';
import { t } from '../text/en';
import { Figure, Figures, Panel } from '../ui/Panel';
import { SkeletonBlock } from '../ui/State';

/** The chance that a block would have come by now; finding blocks has no memory, so it says nothing of the next. */
export const chanceByNow = (effortPercent: number): number => 100 * (1 - Math.exp(-effortPercent / 100));

/** The round since the last block: work done, what it usually takes, when to expect the next. */
export function Round({ stats }: { stats: Stats | undefined }) {
  const effort = stats?.currentEffortPercent;
  return (
    <Panel title={t('round.title')} note={t('round.note')}>
      {stats === undefined ? <SkeletonBlock height={200} /> : (
        <>
          {typeof effort === 'number' ? <Effort effort={effort} /> : <p className="empty">{t('round.unknown')}</p>}
          <Figures className="inner">
            <Figure label={t('round.work')} value={work(stats.workSinceLastBlockHashes)} />
            {typeof stats.expectedBlockSeconds === 'number'
              ? <Figure label={t('round.expected')} value={duration(stats.expectedBlockSeconds)} hint={t('round.expected.hint')} /> : null}
            {typeof stats.luckPercent === 'number'
              ? <Figure label={t('round.luck')} value={percent(stats.luckPercent)} hint={t('round.luck.hint', { n: stats.luckBlocks ?? 0 })} /> : null}
          </Figures>
        </>
      )}
    </Panel>
  );
}

function Effort({ effort }: { effort: number }) {
  const shown = Math.max(200, Math.ceil(effort / 100) * 100);
  return (
    <div className="effort">
      <p className="effort-figure"><strong>{percent(effort)}</strong> {t('round.effort')}</p>
      <div className="effort-track" role="img" aria-label={t('round.effort.label', { percent: percent(effort) })}>
        <span className="effort-fill" style={{ width: `${Math.min(100, (100 * effort) / shown)}%` }} />
        <span className="effort-mark" style={{ left: `${(100 * 100) / shown}%` }} />
      </div>
      <p className="effort-scale" aria-hidden="true"><span>0</span><span style={{ left: `${(100 * 100) / shown}%` }}>{t('round.average')}</span></p>
      <p className="note">{t('round.chance', { percent: percent(chanceByNow(effort)) })}</p>
    </div>
  );
}
