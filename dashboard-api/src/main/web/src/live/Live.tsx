import { useQueryClient } from '@tanstack/react-query';
import { createContext, useContext, useEffect, useReducer, type ReactNode } from 'react';
import type { BlockRow, PayoutRow, ShareRow } from '../api/types';
import { t } from '../text/en';
import { backoffMs, initial, reduce, stales, type LiveState, type Stale } from './state';
import { throttled } from './throttle';

const LiveContext = createContext<LiveState>(initial);
export const useLive = (): LiveState => useContext(LiveContext);

const EVENTS = ['stats', 'block', 'payout', 'epoch', 'job', 'share'] as const;
const ASK_EVERY_MS = 3_000;

// The pool's figures come every few seconds: a stream without them hangs, though its connection may still stand.
const SILENCE_MS = 30_000;
const LOOK_EVERY_MS = 5_000;

/** Holds the page's one stream; a miner's page adds the miner's own shares to it. */
export function LiveProvider({ account, children }: { account: string | null; children: ReactNode }) {
  const [state, dispatch] = useReducer(reduce, initial);
  const cache = useQueryClient();

  useEffect(() => {
    let source: EventSource | undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let failures = 0;
    let opened = false;
    let heardMs = Date.now();
    const ask = throttled<Stale>(ASK_EVERY_MS, (key) => void cache.invalidateQueries({ queryKey: [key] }));
    const on = (name: string, data: string) => {
      const row: unknown = JSON.parse(data);
      heardMs = Date.now();
      if (name === 'stats') cache.setQueryData(['stats'], row);
      if (name === 'share') dispatch({ kind: 'share', share: row as ShareRow });
      const text = newsOf(name, row, account);
      if (text) dispatch({ kind: 'news', text, atMs: Date.now() });
      stales(name, row, account).forEach(ask);
    };
    // An address that is none has no shares to follow; the pool's own events still come.
    let followed = account;
    // The browser's own retry gives up on an error status; ours does not, and tells.
    const lose = () => {
      source?.close();
      clearTimeout(timer);
      failures += 1;
      if (!opened) followed = null;
      dispatch({ kind: 'lost' });
      timer = setTimeout(connect, backoffMs(failures, Math.random()));
    };
    const connect = () => {
      heardMs = Date.now();
      source = new EventSource(`/api/stream${followed ? `?account=${encodeURIComponent(followed)}` : ''}`);
      source.onopen = () => {
        if (failures > 0) void cache.invalidateQueries();
        failures = 0;
        opened = true;
        dispatch({ kind: 'open' });
      };
      source.onerror = lose;
      EVENTS.forEach((name) => source?.addEventListener(name, (event) => on(name, (event as MessageEvent<string>).data)));
    };
    const again = () => {
      if (failures === 0) return;
      clearTimeout(timer);
      source?.close();
      connect();
    };
    dispatch({ kind: 'follow' });
    connect();
    const watch = setInterval(() => {
      if (failures === 0 && Date.now() - heardMs > SILENCE_MS) lose();
    }, LOOK_EVERY_MS);
    window.addEventListener('online', again);
    window.addEventListener('offline', lose);
    return () => {
      clearInterval(watch);
      window.removeEventListener('online', again);
      window.removeEventListener('offline', lose);
      clearTimeout(timer);
      source?.close();
      ask.stop();
    };
  }, [account, cache]);

  return <LiveContext value={state}>{children}</LiveContext>;
}

function newsOf(name: string, row: unknown, account: string | null): string | null {
  if (name === 'block' && (row as BlockRow).state === 'FOUND') return t('news.block', { height: String((row as BlockRow).height) });
  if (name === 'payout' && (row as PayoutRow).account === account && (row as PayoutRow).state === 'BROADCAST') return t('news.payout');
  return null;
}
