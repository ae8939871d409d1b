/** A chart is painted on a canvas, which knows no CSS variables: here they become colours. */
export interface Palette { text: string; line: string; accent: string; band: string; bad: string; good: string; font: string }

export function paletteOf(element: HTMLElement): Palette {
  const probe = document.createElement('span');
  element.append(probe);
  const colour = (name: string): string => {
    probe.style.color = `var(${name})`;
    return getComputedStyle(probe).color;
  };
  const palette = {
    text: colour('--text-2'), line: colour('--line'), accent: colour('--accent'), band: colour('--band'),
    bad: colour('--bad'), good: colour('--good'), font: `12px ${getComputedStyle(element).fontFamily}`,
  };
  probe.remove();
  return palette;
}
