// npm run admin-pictures -- URL FOLDER CODE
// Sets up the first admin of a fresh pool with its one-time code, lets payments wait for approval, and takes the pictures of
// docs/admin.md. Only for a pool that is thrown away afterwards: the password stands here.
import { createHmac } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { launch } from './browser.mjs';

const [given, folder, code] = process.argv.slice(2);
if (!given || !folder || !code) {
  console.error('usage: npm run admin-pictures -- URL FOLDER CODE');
  process.exit(2);
}
const url = given.replace(/\/$/, '');
const PATIENCE = { timeout: 300_000 };

/** RFC 6238 with SHA-1, six digits, half a minute: what an authenticator app shows. */
function totp(secret) {
  const bits = [...secret].map((sign) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(sign).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
  const hash = createHmac('sha1', key).update(counter).digest();
  return String((hash.readUInt32BE(hash.at(-1) & 15) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

async function setUp(page) {
  await page.goto(`${url}/admin`);
  await page.getByLabel('One-time code').fill(code);
  await page.getByLabel('Name').fill('olga');
  await page.getByLabel('Password', { exact: true }).fill('four correct horses stapled');
  await page.locator('button[type=submit]').click();
  const secret = (await page.locator('.adm-secret code').textContent()).replaceAll(' ', '');
  await page.getByLabel('Code of your authenticator app').fill(totp(secret));
  await page.locator('button[type=submit]').click();
  await page.getByRole('heading', { name: 'Health', exact: true }).waitFor();
}

/** From one coin on, payments wait for somebody. */
async function askForApproval(page) {
  await page.goto(`${url}/admin/settings`);
  await page.getByRole('button', { name: 'Edit Approval of payouts' }).click();
  await page.getByLabel('Ask for approval').check();
  await page.getByLabel('Approve payments from').fill('1');
  await page.getByRole('button', { name: /Look at the change/ }).click();
  await page.getByLabel('Reason').fill('large payments want a look');
  await shoot(page, 'admin-settings');
  await page.getByRole('button', { name: 'Change threshold' }).click();
  await page.getByText('Done.').waitFor();
}

async function approve(page) {
  await page.goto(`${url}/admin/payouts`);
  await page.getByRole('button', { name: 'Approve', exact: true }).first().waitFor(PATIENCE);
  await page.getByRole('button', { name: 'Approve', exact: true }).first().click();
  await page.getByLabel('Reason').fill('known farm, monthly payment');
  await shoot(page, 'admin-payouts');
  await page.getByRole('button', { name: 'Approve payment' }).click();
  await page.getByText('Done.').waitFor();
}

async function shoot(page, name) {
  await page.waitForTimeout(1_000);
  await page.screenshot({ path: join(folder, `${name}.png`) });
  console.log(name);
}

mkdirSync(folder, { recursive: true });
const browser = await launch();
const context = await browser.newContext({ viewport: { width: 1200, height: 800 }, colorScheme: 'light', locale: 'en-GB' });
const page = await context.newPage();
await setUp(page);
await askForApproval(page);
await approve(page);
const account = (await (await fetch(`${url}/api/miners?limit=1`)).json())[0]?.account;
if (account) {
  await page.goto(`${url}/admin/accounts/${account}`);
  await page.getByRole('heading', { name: 'Workers' }).waitFor();
  await shoot(page, 'admin-account');
}
await page.goto(`${url}/admin`);
await page.getByRole('heading', { name: 'Services' }).waitFor();
await shoot(page, 'admin-health');
const phone = await browser.newContext({ viewport: { width: 390, height: 800 }, colorScheme: 'dark', locale: 'en-GB', storageState: await context.storageState() });
const small = await phone.newPage();
await small.goto(`${url}/admin`);
await small.getByRole('heading', { name: 'Services' }).waitFor();
await shoot(small, 'admin-health-phone');
await browser.close();
