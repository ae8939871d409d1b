import { type Page, expect, test } from '@playwright/test';
import { Secret, TOTP } from 'otpauth';
import { api, watch, world } from '../world.ts';

/**
 * A miner's whole story, seen on its own page: connect, first share, block, statement, payment; and the operator's part in
 * it: the first admin signs in with a second factor and lets the payment go.
 */
test.describe.configure({ mode: 'serial' });

const OWNER = 'olga';
const PASSWORD = 'correct horse battery staple 26';

interface Payout { orderId: string; state: string; amountSat: number; txid: string | null }
interface MinerPage { balance: { immatureSat: number; payableSat: number; reservedSat: number; paidSat: number }; payouts: Payout[] }

let address: string;
let secret: string;
let usedStep = 0;

/** A code is good once: the next one is waited for when this one was used. */
async function code(page: Page): Promise<string> {
  const step = () => Math.floor(Date.now() / 30_000);
  while (step() <= usedStep) await page.waitForTimeout(500);
  usedStep = step();
  return new TOTP({ secret: Secret.fromBase32(secret), digits: 6, period: 30 }).generate();
}

async function miner(page: Page): Promise<MinerPage> {
  return api<MinerPage>(page, `miners/${address}`);
}

test('an address that never mined gets a helpful page, and lines to connect with', async ({ page, baseURL }) => {
  const faults = watch(page, baseURL ?? '');
  address = await world.newAddress();
  await page.goto('/');
  await page.getByRole('searchbox', { name: 'Address of a miner' }).last().fill(address);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert').first()).toContainText(/share/);
  await page.goto(`/miners/${address}`);
  await expect(page.getByRole('heading', { name: 'No such miner here' })).toBeVisible();
  await page.goto('/connect');
  await expect(page.locator('main')).toContainText('stratum+tcp://');
  expect(faults()).toEqual([]);
});

test('its first shares appear on its page', async ({ page, baseURL }) => {
  const faults = watch(page, baseURL ?? '');
  await world.mine(address, 'rig-1');
  await expect.poll(async () => (await page.request.get(`/api/miners/${address}`)).status()).toBe(200);
  await page.goto(`/miners/${address}`);
  await expect(page.getByRole('rowheader').getByRole('link', { name: 'rig-1' }).first()).toBeVisible();
  await expect(page.locator('main')).toContainText(/\d (k|M)?H\/s/);
  // Live: the count of accepted shares grows without a reload.
  const accepted = async () => (await api<{ sharesAccepted: number }>(page, `miners/${address}`)).sharesAccepted;
  const before = await accepted();
  await expect.poll(accepted).toBeGreaterThan(before);
  await page.getByRole('rowheader').getByRole('link', { name: 'rig-1' }).first().click();
  await expect(page).toHaveURL(/worker\?name=rig-1/);
  await expect(page.getByRole('heading', { name: 'Shares and difficulty' })).toBeVisible();
  expect(faults()).toEqual([]);
});

test('a block it finds is shown, and its reward waits to mature', async ({ page }) => {
  await expect.poll(async () => (await api<{ finder: string }[]>(page, 'blocks')).some((block) => block.finder === address),
    { timeout: 90_000 }).toBe(true);
  await expect.poll(async () => (await miner(page)).balance.immatureSat, { timeout: 60_000 }).toBeGreaterThan(0);
  await page.goto(`/miners/${address}`);
  await expect(page.getByRole('heading', { name: 'Blocks found' })).toBeVisible();
  await expect(page.locator('.flow .some').first()).toContainText('Immature');
});

test('an epoch closes with its statement', async ({ page }) => {
  await expect.poll(async () => (await api<unknown[]>(page, `miners/${address}/statements`)).length, { timeout: 110_000 }).toBeGreaterThan(0);
  await page.goto(`/miners/${address}`);
  const statements = page.locator('section', { has: page.getByRole('heading', { name: 'Statements' }) });
  await expect(statements.getByRole('row').nth(1)).toBeVisible();
  await world.rest();
});

test('the reward matures, and the payment waits for an operator', async ({ page }) => {
  await world.blocks(101);
  await expect.poll(async () => (await miner(page)).payouts.map((payout) => payout.state), { timeout: 60_000 }).toContain('AWAITING_APPROVAL');
  await page.goto(`/miners/${address}`);
  await expect(page.getByText('Awaiting approval').first()).toBeVisible();
  await expect(page.getByText('A payment waits for approval')).toBeVisible();
});

test('when it is paid is changed by a signed message, and not by a stranger’s signature', async ({ page }) => {
  await page.goto(`/miners/${address}`);
  await page.getByText('Choose another scheme or least payment').click();
  await page.getByLabel('Scheme').selectOption('time');
  await expect(page.locator('main')).toContainText(`pay ${address} by scheme time, time `);
  // 65 bytes, as a wallet's are: the header of a compressed key, and numbers that no key made.
  await page.getByLabel('Signature').fill(Buffer.concat([Buffer.from([31]), Buffer.alloc(64, 7)]).toString('base64'));
  await page.getByRole('button', { name: 'Change it' }).click();
  await expect(page.getByRole('alert')).toContainText('Not changed');
  expect((await api<{ schedule: { scheme: string } }>(page, `miners/${address}`)).schedule.scheme).toBe('blocks');
});

test('the first admin is made by the code of the console, with a second factor', async ({ page, baseURL }) => {
  const faults = watch(page, baseURL ?? '');
  await page.goto('/admin');
  await page.getByLabel('One-time code').fill(world.setupCode());
  await page.getByLabel('Name', { exact: true }).fill(OWNER);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Go on to the second factor' }).click();
  await expect(page.getByRole('img', { name: /QR code/ })).toBeVisible();
  const shown = await page.locator('main, body').first().innerText();
  secret = (/\b[A-Z2-7]{4}(?: ?[A-Z2-7]{4}){3,}\b/.exec(shown)?.[0] ?? '').replaceAll(' ', '');
  expect(secret.length).toBeGreaterThanOrEqual(16);
  await page.getByLabel('Code of your authenticator app').fill(await code(page));
  await page.locator('button[type=submit]').click();
  await expect(page.getByRole('navigation', { name: 'Admin pages' }).first()).toBeVisible();
  expect(faults()).toEqual([]);
});

test('after signing out, a wrong code is refused and the right one lets her in; she approves the payment', async ({ page }) => {
  await page.goto('/admin');
  await page.getByLabel('Name', { exact: true }).fill(OWNER);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByLabel('Code of your authenticator app').fill('000000');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('alert')).toBeVisible();
  await page.getByLabel('Code of your authenticator app').fill(await code(page));
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('navigation', { name: 'Admin pages' }).first()).toBeVisible();
  await page.goto('/admin/payouts');
  await page.getByRole('button', { name: 'Approve', exact: true }).first().click();
  await page.getByLabel('Reason').fill('first payment of this miner, looked at');
  await page.getByRole('button', { name: 'Approve payment' }).click();
  await expect(page.getByText('Done.')).toBeVisible();
  await page.getByRole('button', { name: 'Close' }).last().click();
  await page.goto('/admin/audit');
  await expect(page.locator('main')).toContainText('approve-payout');
});

test('the coins arrive at the address, and its page says so', async ({ page }) => {
  await expect.poll(async () => (await miner(page)).payouts.some((payout) => payout.txid !== null), { timeout: 60_000 }).toBe(true);
  await world.blocks(1);
  await expect.poll(() => world.arrivedSat(address), { timeout: 60_000 }).toBeGreaterThan(0);
  await world.blocks(6);
  await expect.poll(async () => (await miner(page)).balance.paidSat, { timeout: 60_000 }).toBeGreaterThan(0);
  expect(await world.arrivedSat(address)).toBe((await miner(page)).balance.paidSat);
  await page.goto(`/miners/${address}`);
  await expect(page.locator('.flow .some').last()).toContainText('Paid');
});
