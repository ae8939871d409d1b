// A history as a chart shows it, and in words.
import type { History, HistoryPoint, Range } from '../api/types';
import { count } from '../format/number';
import { band, errorPercent, rate } from '../format/rate';
import { t } from '../text/en';

export type Metric = 'rate' | 'workers' | 'shares';
type Columns = [number[], (number | null)[], (number | null)[], (number | null)[]];

/**
 * The points that can be trusted: without the step that has only begun, whose few shares say little, and without the empty
 * time before the first share, which is no zero but nothing known.
 */
export function trusted(history: History, nowMs: number): HistoryPoint[] {
  const first = history.points.findIndex((point) => point.sharesAccepted > 0 || point.sharesRejected > 0);
  if (first < 0) return [];
  const last = history.points.at(-1);
  const begun = last !== undefined && nowMs - Date.parse(last.at) < history.resolutionSeconds * 500;
  const points = history.points.slice(first, begun ? -1 : undefined);
  return points.length > 0 ? points : history.points.slice(first);
}

/** Times in seconds, the value, and the edges of its uncertainty (hash rates only). */
export function columns(points: readonly HistoryPoint[], metric: Metric): Columns {
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
export function historyText(points: readonly HistoryPoint[], range: Range, metric: Metric): string {
  const values = columns(points, metric)[1].filter((value) => value !== null);
  if (values.length === 0 || values.every((value) => value === 0)) return t('chart.nothing');
  const told = (value: number) => metricText(value, metric);
  return t('chart.summary', {
    what: t(`chart.metric.${metric}`), range: t(`range.${range}.long`), low: told(Math.min(...values)),
    high: told(Math.max(...values)), last: told(values.at(-1) ?? 0),
  });
}
