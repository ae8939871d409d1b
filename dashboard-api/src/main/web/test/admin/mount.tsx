import { QueryClientProvider } from '@tanstack/react-query';
import { cleanup, render } from '@testing-library/react';
import { vi } from 'vitest';
import AdminApp from '../../src/admin/AdminApp';
import { createClient } from '../../src/api/cache';
import type { Pool } from './pool';

/** The whole admin pages at a path, before a pool. */
export function open(pool: Pool, path: string) {
  vi.stubGlobal('fetch', async (url: string, init: RequestInit = {}) => {
    const reply = pool.answer(init.method ?? 'GET', url, init.body ? JSON.parse(String(init.body)) : undefined);
    if (url.endsWith('/admin/session')) document.cookie = 'XSRF-TOKEN=token';
    return new Response(JSON.stringify(reply.body ?? {}), { status: reply.status, headers: { 'Content-Type': 'application/json', ...reply.headers } });
  });
  window.history.replaceState(null, '', path);
  return render(<QueryClientProvider client={createClient()}><AdminApp /></QueryClientProvider>);
}

export function close() {
  cleanup();
  vi.unstubAllGlobals();
}
