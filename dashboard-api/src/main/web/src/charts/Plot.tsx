import { useEffect, useRef, type KeyboardEvent } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { useShownTheme } from '../app/theme';
import { paletteOf, type Palette } from './palette';

export type Builder = (palette: Palette, width: number, height: number) => uPlot.Options;

interface Props {
  build: Builder;
  data: uPlot.AlignedData;
  height: number;
  /** The chart in words, for those who do not see it. */
  description: string;
  /** The point under the pointer or the arrow keys; null when it left. */
  onPoint?: (index: number | null) => void;
}

/** One uPlot: made anew for another theme or builder, otherwise only given new data; as wide as its place. */
export default function Plot({ build, data, height, description, onPoint }: Props) {
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const point = useRef(onPoint);
  const newest = useRef(data);
  const theme = useShownTheme();
  point.current = onPoint;
  newest.current = data;

  useEffect(() => {
    const element = place.current;
    if (!element) return undefined;
    const options = build(paletteOf(element), Math.max(120, element.clientWidth), height);
    const hooks: uPlot.Hooks.Arrays = { ...options.hooks, setCursor: [(u) => point.current?.(u.cursor.idx ?? null)] };
    const made = new uPlot({ ...options, hooks }, newest.current, element);
    plot.current = made;
    const sizes = new ResizeObserver(() => {
      if (element.clientWidth > 0) made.setSize({ width: element.clientWidth, height });
    });
    sizes.observe(element);
    return () => {
      sizes.disconnect();
      made.destroy();
      plot.current = null;
    };
  }, [build, height, theme]);

  useEffect(() => { plot.current?.setData(data); }, [data]);

  const onKey = (event: KeyboardEvent) => {
    const u = plot.current;
    const last = data[0].length - 1;
    if (!u || last < 0 || !['ArrowLeft', 'ArrowRight', 'Home', 'End'].includes(event.key)) return;
    event.preventDefault();
    const at = u.cursor.idx ?? last;
    const next = event.key === 'Home' ? 0 : event.key === 'End' ? last : Math.min(last, Math.max(0, at + (event.key === 'ArrowLeft' ? -1 : 1)));
    u.setCursor({ left: u.valToPos(data[0][next] ?? 0, 'x'), top: u.over.clientHeight / 2 });
  };

  return <div ref={place} className="plot" style={{ height }} role="img" aria-label={description} tabIndex={0} onKeyDown={onKey} />;
}
