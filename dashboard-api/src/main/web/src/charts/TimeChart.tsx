import { useCallback, useMemo } from 'react';
import uPlot from 'uplot';
import type { HistoryPoint, Range } from '../api/types';
import { frame, timeAxis, valueAxis } from './axes';
import { columns, historyText, metricText, type Metric } from './history';
import type { Palette } from './palette';
import Plot, { type Builder } from './Plot';

/** A history as a line, with the band that chance leaves around a hash rate. */
export default function TimeChart(props: { points: readonly HistoryPoint[]; range: Range; span: readonly [number, number]; metric: Metric; height: number; onPoint?: (index: number | null) => void }) {
  const { points, metric, range } = props;
  const [from, to] = props.span;
  const data = useMemo(() => columns(points, metric) as uPlot.AlignedData, [points, metric]);
  const build = useCallback<Builder>((palette, width, height) => options(palette, width, height, metric, [from, to]), [metric, from, to]);
  return <Plot build={build} data={data} height={props.height} description={historyText(points, range, metric)}
    {...(props.onPoint ? { onPoint: props.onPoint } : {})} />;
}

function options(palette: Palette, width: number, height: number, metric: Metric, span: [number, number]): uPlot.Options {
  const edge: uPlot.Series = { stroke: 'transparent', width: 0, points: { show: false } };
  const stepped = uPlot.paths.stepped?.({ align: 1 });
  return {
    ...frame(width, height),
    scales: { x: { range: () => span }, y: { range: (_, __, max) => [0, max > 0 ? max * 1.08 : 1] } },
    axes: [timeAxis(palette), valueAxis(palette, (value) => metricText(value, metric))],
    series: [
      {},
      { stroke: palette.accent, width: 2, points: { show: false }, ...(metric === 'rate' ? {} : { fill: palette.band }), ...(metric !== 'rate' && stepped ? { paths: stepped } : {}) },
      edge, edge,
    ],
    bands: [{ series: [2, 3], fill: palette.band }],
  };
}
