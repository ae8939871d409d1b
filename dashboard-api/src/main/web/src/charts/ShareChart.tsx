import { useCallback, useMemo } from 'react';
import uPlot from 'uplot';
import type { ShareRow } from '../api/types';
import { difficulty } from '../format/number';
import { frame, timeAxis, valueAxis } from './axes';
import type { Palette } from './palette';
import Plot, { type Builder } from './Plot';
import { shareColumns, sharesText } from './shares';

/** A worker's shares: the difficulty asked as a line, what each share reached as a point above it. */
export default function ShareChart(props: { shares: readonly ShareRow[]; height: number; onPoint?: (index: number | null) => void }) {
  const { shares } = props;
  const data = useMemo(() => shareColumns(shares) as uPlot.AlignedData, [shares]);
  const build = useCallback<Builder>((palette, width, height) => options(palette, width, height), []);
  return <Plot build={build} data={data} height={props.height} description={sharesText(shares)} {...(props.onPoint ? { onPoint: props.onPoint } : {})} />;
}

function options(palette: Palette, width: number, height: number): uPlot.Options {
  const stepped = uPlot.paths.stepped?.({ align: 1 });
  const dots = (colour: string): uPlot.Series => ({ paths: () => null, stroke: colour, points: { show: true, size: 5, stroke: colour, fill: colour, width: 0 } });
  return {
    ...frame(width, height),
    scales: { y: { distr: 3, log: 10, range: (_, low, high) => [floor(low ?? 1), ceiling(high ?? 10)] } },
    axes: [timeAxis(palette), { ...valueAxis(palette, difficulty), splits: (_, __, low, high) => powers(low, high) }],
    series: [{}, { stroke: palette.text, width: 1.5, points: { show: false }, ...(stepped ? { paths: stepped } : {}) }, dots(palette.accent), dots(palette.bad)],
  };
}

/** The powers of ten of a scale: a line each is enough. */
export function powers(low: number, high: number): number[] {
  const all: number[] = [];
  for (let at = Math.round(Math.log10(low)); at <= Math.round(Math.log10(high)); at += 1) all.push(10 ** at);
  return all;
}

const floor = (value: number): number => 10 ** Math.floor(Math.log10(Math.max(value, 1e-12)));
const ceiling = (value: number): number => 10 ** Math.ceil(Math.log10(Math.max(value, 1e-11)));
