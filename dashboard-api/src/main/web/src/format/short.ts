/** The start and the end of what is too long to show whole; both ends, because people compare both. */
export function short(text: string, head = 8, tail = 8): string {
  return text.length > head + tail + 1 ? `${text.slice(0, head)}…${text.slice(-tail)}` : text;
}

/** A block id starts with zeros: its end tells it apart. */
export const shortBlock = (id: string): string => `…${id.replace(/^0+/, '').slice(-10)}`;
