// A history as a chart shows it, and in words.
import type { History, HistoryPoint } from '../api/types';
import { count } from '../format/number';
import { band, errorPercent, rate } from '../format/rate';
import { t } from '../text/en';

export type Metric = 'rate' | 'workers' | 'shares';
type Columns = [number[], (number | null)[], (number | null)[], (number | null)[]];

/** Times in seconds, the value, and the edges of its uncertainty (hash rates only). */
export function columns(history: History, metric: Metric): Columns {
  const points = history.points;
  const value = (point: HistoryPoint): number =>
    metric === 'rate' ? point.hashrateHps : metric === 'workers' ? point.workers : point.sharesAccepted;
  const edges = points.map((point) => (metric === 'rate' && point.sharesAccepted > 0 ? band(point.hashrateHps, point.sharesAccepted) : null));
  return [
    points.map((point) => Date.parse(point.at) / 1000),
    points.map(value),
    edges.map((edge) => edge?.high ?? null),
    edges.map((edge) => edge?.low ?? null),
  ];
}

export const metricText = (value: number, metric: Metric): string => (metric === 'rate' ? rate(value) : count(value));

/** One point in words, for the line above the chart. */
export function pointText(point: HistoryPoint): string {
  const error = errorPercent(point.sharesAccepted);
  return t('chart.point', {
    rate: rate(point.hashrateHps),
    error: error === null ? '' : ` ± ${error < 10 ? error.toFixed(1) : error.toFixed(0)}\u202f%`,
    workers: t('unit.workers', { n: point.workers }),
    shares: t('unit.shares', { n: point.sharesAccepted }),
  });
}

/** The whole chart in words: what it shows, its least and largest value and its last. */
export function historyText(history: History, metric: Metric): string {
  const values = columns(history, metric)[1].filter((value) => value !== null);
  if (values.length === 0 || values.every((value) => value === 0)) return t('chart.nothing');
  const told = (value: number) => metricText(value, metric);
  return t('chart.summary', {
    what: t(`chart.metric.${metric}`), range: t(`range.${history.range}.long`), low: told(Math.min(...values)),
    high: told(Math.max(...values)), last: told(values.at(-1) ?? 0),
  });
}
