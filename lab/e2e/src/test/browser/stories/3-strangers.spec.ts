import { expect, test } from '@playwright/test';

/** What only the signed in may do, tried by somebody who is not, in every way a browser could. */
const READS = ['health', 'users', 'audit', 'settings', 'bans', 'commands', 'shares', 'payouts', 'holds'];
const COMMAND = { owner: 'payout', kind: 'hold-payouts', fields: { all: 'true' }, reason: 'a stranger was here' };

test('nothing is read without a session', async ({ request }) => {
  for (const path of READS) {
    const answer = await request.get(`/api/admin/${path}`);
    expect(answer.status(), path).toBe(401);
    expect(await answer.text(), path).not.toContain('"user"');
  }
});

test('nothing is done without a session, with or without the token of a form', async ({ request }) => {
  const plain = await request.post('/api/admin/commands', { data: COMMAND });
  expect([401, 403]).toContain(plain.status());
  await request.get('/api/admin/session');
  const cookies = (await request.storageState()).cookies;
  const token = cookies.find((cookie) => cookie.name === 'XSRF-TOKEN')?.value ?? '';
  expect(token).not.toBe('');
  const withToken = await request.post('/api/admin/commands', { data: COMMAND, headers: { 'X-XSRF-TOKEN': token } });
  expect(withToken.status()).toBe(401);
  const invented = await request.post('/api/admin/commands', { data: COMMAND, headers: { 'X-XSRF-TOKEN': token, Cookie: `XSRF-TOKEN=${token}; SESSION=${'A'.repeat(43)}` } });
  expect(invented.status()).toBe(401);
});

test('a second first admin can not be made', async ({ request }) => {
  await request.get('/api/admin/session');
  const token = (await request.storageState()).cookies.find((cookie) => cookie.name === 'XSRF-TOKEN')?.value ?? '';
  const answer = await request.post('/api/admin/setup', {
    data: { code: 'AAAA-BBBB-CCCC-DDDD', user: 'mallory', password: 'correct horse battery staple' },
    headers: { 'X-XSRF-TOKEN': token },
  });
  expect(answer.status()).toBeGreaterThanOrEqual(400);
});

test('guessing a password is slowed down and then locked out, and says the same of everybody', async ({ request }) => {
  await request.get('/api/admin/session');
  const token = (await request.storageState()).cookies.find((cookie) => cookie.name === 'XSRF-TOKEN')?.value ?? '';
  const guess = (user: string) => request.post('/api/admin/login', {
    data: { user, password: 'not the password at all', totp: '123456' }, headers: { 'X-XSRF-TOKEN': token },
  });
  const known = await guess('olga');
  const unknown = await guess('nobody-of-that-name');
  expect(known.status()).toBe(401);
  expect(unknown.status()).toBe(401);
  const words = async (answer: typeof known) => ((await answer.json()) as { detail: string }).detail;
  expect(await words(known)).toBe(await words(unknown));
  let last = 401;
  for (let i = 0; i < 12 && last === 401; i++) last = (await guess('olga')).status();
  expect([423, 429]).toContain(last);
});

test('no page may be framed, sniffed, or run what is not ours', async ({ request }) => {
  for (const path of ['/', '/admin', '/api/stats']) {
    const headers = (await request.get(path)).headers();
    expect(headers['content-security-policy'], path).toContain("default-src 'self'");
    expect(headers['content-security-policy'], path).not.toContain('unsafe-inline');
    expect(headers['content-security-policy'], path).toContain("frame-ancestors 'none'");
    expect(headers['x-content-type-options'], path).toBe('nosniff');
  }
});

test('what measures the service is not shown to whom a proxy speaks for', async ({ request }) => {
  const forwarded = { 'X-Forwarded-For': '198.51.100.7' };
  for (const path of ['/actuator', '/actuator/prometheus', '/actuator/health']) {
    expect((await request.get(path, { headers: forwarded })).status(), path).toBe(404);
  }
  expect((await request.get('/actuator/health/liveness', { headers: forwarded })).status()).toBe(200);
});

test('an address that is none gets a page of the pool’s own', async ({ page }) => {
  for (const path of ['/%zz', '/a;b']) {
    const answer = await page.goto(path);
    expect(answer?.status(), path).toBe(400);
    await expect(page.getByRole('heading', { name: 'This address can not be read' })).toBeVisible();
    await page.getByRole('link', { name: 'To the pool’s page' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  }
});
