import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Page, expect } from '@playwright/test';

function setting(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set: DashboardE2E starts these stories`);
  return value;
}

/** The world outside of the browser: miners, the chain, the operator's console. */
async function tell(path: string): Promise<string> {
  const answer = await fetch(setting('TELLER_URL') + path, { method: 'POST' });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${path}: ${text}`);
  return text;
}

export const world = {
  newAddress: () => tell('/address'),
  mine: (address: string, worker: string, port = 3333) => tell(`/mine?address=${address}&worker=${worker}&port=${port}`),
  rest: () => tell('/rest'),
  blocks: async (n: number) => Number(await tell(`/blocks?n=${n}`)),
  arrivedSat: async (address: string) => Number(await tell(`/arrived?address=${address}`)),
  /** The first admin's one-time code, as whoever may read the data folder finds it. */
  setupCode: () => readFileSync(join(setting('POOL_DATA'), 'admin-setup-code'), 'utf8').trim(),
};

/** JSON of an API path. */
export async function api<T>(page: Page, path: string): Promise<T> {
  const answer = await page.request.get(`/api/${path}`);
  expect(answer.status(), path).toBe(200);
  return (await answer.json()) as T;
}

/** What must not happen on any page, collected while it is used; call the result at the end. */
export function watch(page: Page, origin: string): () => string[] {
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(`error: ${error.message}`));
  page.on('console', (message) => {
    // A refused request is part of some stories; the browser reports it by itself.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) faults.push(`console: ${message.text()}`);
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(origin) && !request.url().startsWith('data:')) faults.push(`asked somebody else: ${request.url()}`);
  });
  return () => faults;
}
