import type uPlot from 'uplot';
import { LOCALE } from '../text/translate';
import type { Palette } from './palette';

const clock = new Intl.DateTimeFormat(LOCALE, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const seconds = new Intl.DateTimeFormat(LOCALE, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });
const day = new Intl.DateTimeFormat(LOCALE, { day: 'numeric', month: 'short' });
const month = new Intl.DateTimeFormat(LOCALE, { month: 'short', year: 'numeric' });

/** A tick's text: as fine as the ticks are apart; midnight is told as its day. */
export function tick(atSeconds: number, stepSeconds: number): string {
  const at = new Date(atSeconds * 1000);
  if (stepSeconds >= 28 * 86_400) return month.format(at);
  if (stepSeconds >= 86_400 || (stepSeconds >= 3_600 && at.getHours() === 0 && at.getMinutes() === 0)) return day.format(at);
  return (stepSeconds < 60 ? seconds : clock).format(at);
}

export function timeAxis(palette: Palette): uPlot.Axis {
  return { ...common(palette), size: 34, space: 72, values: (_, splits, __, ___, step) => splits.map((at) => tick(at, step)) };
}

export function valueAxis(palette: Palette, text: (value: number) => string): uPlot.Axis {
  return { ...common(palette), size: 74, space: 40, values: (_, splits) => splits.map((value) => (value === null ? '' : text(value))) };
}

function common(palette: Palette): uPlot.Axis {
  return {
    stroke: palette.text, font: palette.font, gap: 8,
    grid: { stroke: palette.line, width: 1 }, ticks: { show: false },
  };
}

/** What all charts share: no legend of uPlot's own, a pointer that selects nothing. */
export function frame(width: number, height: number): Pick<uPlot.Options, 'width' | 'height' | 'legend' | 'cursor' | 'padding'> {
  return { width, height, legend: { show: false }, padding: [10, 24, 0, 0], cursor: { y: false, drag: { x: false, y: false } } };
}
