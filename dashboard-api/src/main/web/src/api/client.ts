// The one place that speaks HTTP with the pool. Errors are problem+json and become a Problem with a text for people.

export class Problem extends Error {
  constructor(readonly status: number, readonly title: string, detail: string, readonly retryAfterSeconds?: number) {
    super(detail);
    this.name = 'Problem';
  }
}

/** A list's page and where the next one is, from its Link header. */
export interface Page<Row> { rows: Row[]; next: string | null; headers?: Headers }

const BASE = '/api';

export async function get<T>(path: string, signal?: AbortSignal): Promise<T> {
  return await body<T>(await ask(path, signal ? { signal } : {}));
}

export async function getPage<Row>(path: string, signal?: AbortSignal): Promise<Page<Row>> {
  const reply = await ask(path, signal ? { signal } : {});
  return { rows: await body<Row[]>(reply), next: nextOf(reply.headers.get('Link')), headers: reply.headers };
}

/** POST, PUT and DELETE; carries the cookie's CSRF token back as the header the API wants. */
export async function send<T>(method: 'POST' | 'PUT' | 'DELETE', path: string, data?: unknown): Promise<T> {
  const headers: Record<string, string> = {};
  const token = cookie('XSRF-TOKEN', document.cookie);
  if (token) headers['X-XSRF-TOKEN'] = token;
  if (data !== undefined) headers['Content-Type'] = 'application/json';
  const init: RequestInit = { method, headers };
  if (data !== undefined) init.body = JSON.stringify(data);
  return await body<T>(await ask(path, init));
}

/** The path of rel="next" without the API's prefix, as get and getPage take it; null on the last page. */
export function nextOf(link: string | null): string | null {
  for (const part of (link ?? '').split(',')) {
    const found = /<([^>]+)>\s*;\s*rel="?next"?/.exec(part);
    if (found?.[1]) return found[1].replace(/^https?:\/\/[^/]+/, '').replace(/^\/api(\/v1)?/, '');
  }
  return null;
}

export function cookie(name: string, jar: string): string | null {
  for (const part of jar.split(';')) {
    const [key, ...rest] = part.trim().split('=');
    if (key === name) return decodeURIComponent(rest.join('='));
  }
  return null;
}

/** Builds a query string, leaving out what is undefined, null or empty. */
export function query(parameters: Record<string, string | number | undefined | null>): string {
  const parts = Object.entries(parameters)
    .filter(([, value]) => value !== undefined && value !== null && value !== '')
    .map(([key, value]) => `${key}=${encodeURIComponent(String(value))}`);
  return parts.length ? `?${parts.join('&')}` : '';
}

async function ask(path: string, init: RequestInit): Promise<Response> {
  const headers = { Accept: 'application/json, application/problem+json', ...(init.headers as Record<string, string> | undefined) };
  let reply: Response;
  try {
    reply = await fetch(BASE + path, { credentials: 'same-origin', ...init, headers });
  } catch (broken) {
    if (broken instanceof DOMException && broken.name === 'AbortError') throw broken;
    throw new Problem(0, 'Unreachable', 'The pool does not answer at the moment.');
  }
  if (!reply.ok) throw await problemOf(reply);
  return reply;
}

async function body<T>(reply: Response): Promise<T> {
  if (reply.status === 204) return undefined as T;
  const text = await reply.text();
  return (text ? JSON.parse(text) : undefined) as T;
}

async function problemOf(reply: Response): Promise<Problem> {
  let title = reply.statusText || `Error ${reply.status}`;
  let detail = title;
  try {
    const told = (await reply.json()) as { title?: string; detail?: string };
    title = told.title ?? title;
    detail = told.detail ?? title;
  } catch { /* not JSON: the status has to do */ }
  const wait = Number(reply.headers.get('Retry-After'));
  return new Problem(reply.status, title, detail, Number.isFinite(wait) && wait > 0 ? wait : undefined);
}
