/** Calls at most once per interval and key: at once when it was quiet, else when the interval is over. */
export function throttled<Key>(everyMs: number, call: (key: Key) => void): { (key: Key): void; stop(): void } {
  const last = new Map<Key, number>();
  const waiting = new Map<Key, ReturnType<typeof setTimeout>>();
  const run = (key: Key) => {
    waiting.delete(key);
    last.set(key, Date.now());
    call(key);
  };
  const ask = (key: Key) => {
    if (waiting.has(key)) return;
    const due = (last.get(key) ?? -Infinity) + everyMs - Date.now();
    if (due <= 0) run(key);
    else waiting.set(key, setTimeout(() => run(key), due));
  };
  ask.stop = () => {
    waiting.forEach((timer) => clearTimeout(timer));
    waiting.clear();
  };
  return ask;
}
