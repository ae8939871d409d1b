import { afterEach, expect, test, vi } from 'vitest';
import { Problem, cookie, get, getPage, nextOf, query } from '../src/api/client';

afterEach(() => vi.unstubAllGlobals());

const answers = (body: string, init: ResponseInit) => vi.stubGlobal('fetch', () => Promise.resolve(new Response(body, init)));

test('the next page comes from the Link header, without host and prefix', () => {
  expect(nextOf('</api/blocks?cursor=abc&limit=2>; rel="next"')).toBe('/blocks?cursor=abc&limit=2');
  expect(nextOf('<http://pool.example/api/v1/blocks?cursor=x>; rel="next"')).toBe('/blocks?cursor=x');
  expect(nextOf('</api/blocks>; rel="prev", </api/blocks?cursor=y>; rel="next"')).toBe('/blocks?cursor=y');
  expect(nextOf('</api/blocks>; rel="prev"')).toBeNull();
  expect(nextOf(null)).toBeNull();
});

test('a page carries its rows and where the next one is', async () => {
  answers('[1,2]', { status: 200, headers: { Link: '</api/x?cursor=2>; rel="next"' } });
  await expect(getPage<number>('/x')).resolves.toMatchObject({ rows: [1, 2], next: '/x?cursor=2' });
});

test('a problem speaks in its own words and says when to ask again', async () => {
  answers('{"title":"Too Many Requests","status":429,"detail":"Slow down."}', { status: 429, headers: { 'Retry-After': '7' } });
  const problem = await get('/stats').catch((caught: unknown) => caught);
  expect(problem).toBeInstanceOf(Problem);
  expect(problem).toMatchObject({ status: 429, message: 'Slow down.', retryAfterSeconds: 7 });
});

test('an error that is not JSON still has a text', async () => {
  answers('<html>', { status: 502, statusText: 'Bad Gateway' });
  await expect(get('/stats')).rejects.toMatchObject({ status: 502, message: 'Bad Gateway' });
});

test('a pool that can not be reached is a problem too', async () => {
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('failed')));
  await expect(get('/stats')).rejects.toMatchObject({ status: 0 });
});

test('queries leave out what is not asked for and escape the rest', () => {
  expect(query({ of: 'worker', worker: 'a b&c', account: undefined, limit: 5 })).toBe('?of=worker&worker=a%20b%26c&limit=5');
  expect(query({})).toBe('');
});

test('finds a cookie among others', () => {
  expect(cookie('XSRF-TOKEN', 'a=b; XSRF-TOKEN=x%3Dy; c=d')).toBe('x=y');
  expect(cookie('TOKEN', 'XSRF-TOKEN=1')).toBeNull();
});
