import { Suspense, lazy, useMemo, useState } from 'react';
import { historyPath, useHistory, type Whose } from '../api/queries';
import type { Range } from '../api/types';
import { historyText, pointText, trusted, type Metric } from '../charts/history';
import { moment } from '../format/time';
import { t } from '../text/en';
import { Choice } from '../ui/Choice';
import { DownIcon } from '../ui/icons';
import { ErrorNote, SkeletonBlock } from '../ui/State';
import { Panel } from '../ui/Panel';

const TimeChart = lazy(() => import('../charts/TimeChart'));
const RANGES = ['1h', '24h', '7d', '30d', '1y'] as const;
const METRICS = ['rate', 'workers', 'shares'] as const;

/** Hash rate, workers or shares over time, with what chance leaves open drawn as a band. */
export function HistoryPanel({ whose, title, height = 240 }: { whose: Whose; title: string; height?: number }) {
  const [range, setRange] = useState<Range>('1h');
  const [metric, setMetric] = useState<Metric>('rate');
  const [index, setIndex] = useState<number | null>(null);
  const { data, error, refetch } = useHistory(whose, range);
  const points = useMemo(() => (data ? trusted(data, Date.now()) : []), [data]);
  const span = useMemo(() => (data ? [Date.parse(data.from) / 1000, Date.parse(data.to) / 1000] as const : [0, 1] as const), [data]);
  const point = index === null ? undefined : points[index];
  const metrics = whose.of === 'worker' ? METRICS.filter((each) => each !== 'workers') : METRICS;
  return (
    <Panel title={title} className="history" actions={(
      <>
        <Choice label={t('chart.what')} value={metric} onChange={setMetric} options={metrics.map((each) => [each, t(`chart.metric.${each}`)] as const)} />
        <Choice label={t('chart.range')} value={range} onChange={setRange} options={RANGES.map((each) => [each, t(`range.${each}`)] as const)} />
      </>
    )}>
      <p className="readout" aria-live="off">
        {point ? <><strong>{moment(point.at)}</strong> {pointText(point)}</> : data ? historyText(points, data.range, metric) : '\u00a0'}
      </p>
      <div className="chart-place" style={{ minHeight: height }}>
        {error && !data ? <ErrorNote problem={error} retry={() => void refetch()} /> : null}
        {data ? (
          <Suspense fallback={<SkeletonBlock height={height} />}>
            <TimeChart points={points} range={data.range} span={span} metric={metric} height={height} onPoint={setIndex} />
          </Suspense>
        ) : error ? null : <SkeletonBlock height={height} />}
      </div>
      <p className="chart-foot">
        <span>{metric === 'rate' ? t('chart.band') : '\u00a0'}</span>
        <a className="download" href={`/api${historyPath(whose, range, true)}`} download><DownIcon /> {t('csv.chart')}</a>
      </p>
    </Panel>
  );
}
