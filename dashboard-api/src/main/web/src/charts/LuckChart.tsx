import { useCallback, useMemo } from 'react';
import uPlot from 'uplot';
import type { BlockRow } from '../api/types';
import { percent } from '../format/number';
import { t } from '../text/en';
import { frame, valueAxis } from './axes';
import type { Palette } from './palette';
import Plot, { type Builder } from './Plot';

/** The work each block took, against the average: a bar a block, and the line at 100 %. */
export default function LuckChart(props: { blocks: readonly BlockRow[]; height: number; onPoint?: (index: number | null) => void }) {
  const { blocks } = props;
  const data = useMemo<uPlot.AlignedData>(() => [blocks.map((_, at) => at), blocks.map((block) => block.effortPercent ?? null)], [blocks]);
  const heights = useMemo(() => blocks.map((block) => String(block.height)), [blocks]);
  const build = useCallback<Builder>((palette, width, height) => options(palette, width, height, heights), [heights]);
  const efforts = blocks.map((block) => block.effortPercent ?? 0);
  const mean = efforts.length ? efforts.reduce((sum, each) => sum + each, 0) / efforts.length : 0;
  return <Plot build={build} data={data} height={props.height}
    description={t('luck.chart', { n: blocks.length, mean: percent(mean), worst: percent(Math.max(0, ...efforts)) })}
    {...(props.onPoint ? { onPoint: props.onPoint } : {})} />;
}

function options(palette: Palette, width: number, height: number, heights: readonly string[]): uPlot.Options {
  const bars = uPlot.paths.bars?.({ size: [0.68, 34], radius: 0.15 });
  return {
    ...frame(width, height),
    scales: { x: { time: false, range: [-0.6, Math.max(heights.length, 8) - 0.4] }, y: { range: (_, __, max) => [0, Math.max(150, max * 1.08)] } },
    axes: [
      { ...valueAxis(palette, (at) => heights[at] ?? ''), size: 34, space: 64, grid: { show: false }, incrs: [1, 2, 5, 10, 20, 50, 100, 200] },
      valueAxis(palette, (value) => percent(value)),
    ],
    series: [{}, { stroke: palette.accent, fill: palette.accent, width: 0, points: { show: false }, ...(bars ? { paths: bars } : {}) }],
    hooks: { draw: [(u) => line(u, palette)] },
  };
}

function line(u: uPlot, palette: Palette): void {
  const y = u.valToPos(100, 'y', true);
  u.ctx.save();
  u.ctx.strokeStyle = palette.text;
  u.ctx.lineWidth = devicePixelRatio;
  u.ctx.setLineDash([4 * devicePixelRatio, 4 * devicePixelRatio]);
  u.ctx.beginPath();
  u.ctx.moveTo(u.bbox.left, y);
  u.ctx.lineTo(u.bbox.left + u.bbox.width, y);
  u.ctx.stroke();
  u.ctx.restore();
}
