/** The admin API over HTTP: JSON both ways, problem+json as {@link Problem}, the CSRF token from its cookie. */

export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly title: string,
    readonly detail: string,
    readonly retryAfterSeconds?: number,
  ) {
    super(detail || title);
    this.name = 'Problem';
  }
}

/** Nobody answered, or not in words we know; whether a change was made is then unknown. */
export class Unreachable extends Error {
  constructor(cause: unknown) {
    super('unreachable', { cause });
    this.name = 'Unreachable';
  }
}

export interface Page<T> {
  rows: T[];
  next?: string;
  headers: Headers;
}

export interface AdminClient {
  get<T>(path: string, signal?: AbortSignal): Promise<T>;
  page<T>(path: string, signal?: AbortSignal): Promise<Page<T>>;
  send<T>(method: 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown): Promise<T>;
}

const SESSION = '/api/admin/session';
const TOKEN = 'XSRF-TOKEN';

export function cookie(name: string, all = document.cookie): string | undefined {
  for (const pair of all.split(';')) {
    const at = pair.indexOf('=');
    if (at > 0 && pair.slice(0, at).trim() === name) return decodeURIComponent(pair.slice(at + 1).trim());
  }
  return undefined;
}

/** The address of the next page out of a Link header, relative to this server; foreign ones are not followed. */
export function nextOf(link: string | null): string | undefined {
  const found = /<([^>]+)>\s*;[^,]*\brel="?next"?/.exec(link ?? '')?.[1];
  if (found === undefined) return undefined;
  const url = new URL(found, window.location.origin);
  return url.origin === window.location.origin ? url.pathname + url.search : undefined;
}

async function problemOf(answer: Response): Promise<Problem> {
  const said = (await answer.json().catch(() => ({}))) as { title?: string; detail?: string };
  const after = Number(answer.headers.get('Retry-After'));
  return new Problem(
    answer.status,
    said.title ?? answer.statusText,
    said.detail ?? '',
    Number.isFinite(after) && after > 0 ? after : undefined,
  );
}

/**
 * @param onSignedOut called when the server no longer knows the session of a request that needs one
 */
export function adminClient(onSignedOut: () => void, fetcher: typeof fetch = (...args) => fetch(...args)): AdminClient {
  async function ask(path: string, init: RequestInit): Promise<Response> {
    let answer: Response;
    try {
      answer = await fetcher(path, { credentials: 'same-origin', cache: 'no-store', ...init });
    } catch (failed) {
      if (failed instanceof DOMException && failed.name === 'AbortError') throw failed;
      throw new Unreachable(failed);
    }
    if (answer.ok) return answer;
    const problem = await problemOf(answer);
    if (problem.status === 401 && !path.startsWith('/api/admin/login')) onSignedOut();
    throw problem;
  }

  const accept = { Accept: 'application/json' };
  const read = (path: string, signal?: AbortSignal) => ask(path, signal ? { headers: accept, signal } : { headers: accept });

  async function withToken(method: string, path: string, body: unknown): Promise<Response> {
    if (cookie(TOKEN) === undefined) await read(SESSION);
    const headers: Record<string, string> = { ...accept, 'X-XSRF-TOKEN': cookie(TOKEN) ?? '' };
    if (body !== undefined) headers['Content-Type'] = 'application/json';
    return ask(path, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  }

  async function send<T>(method: 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown): Promise<T> {
    const before = cookie(TOKEN);
    let answer: Response;
    try {
      answer = await withToken(method, path, body);
    } catch (problem) {
      // The token changes with every sign-in, also in another tab. A 403 changed nothing, so once more is safe.
      if (!(problem instanceof Problem) || problem.status !== 403) throw problem;
      await read(SESSION);
      if (cookie(TOKEN) === before) throw problem;
      answer = await withToken(method, path, body);
    }
    const text = await answer.text();
    return (text === '' ? undefined : JSON.parse(text)) as T;
  }

  return {
    get: async <T>(path: string, signal?: AbortSignal) => (await (await read(path, signal)).json()) as T,
    page: async <T>(path: string, signal?: AbortSignal) => {
      const answer = await read(path, signal);
      const next = nextOf(answer.headers.get('Link'));
      const rows = (await answer.json()) as T[];
      return { rows, headers: answer.headers, ...(next === undefined ? {} : { next }) };
    },
    send,
  };
}
