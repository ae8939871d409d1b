// Debian's Chromium, driven for pictures and for the check of the pages. CHROMIUM names another one.
import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync', '--force-color-profile=srgb'];

export async function launch() {
  const executablePath = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
    .find((path) => path && existsSync(path));
  if (!executablePath) throw new Error('No Chromium found: install it (Debian: apt-get install chromium) or set CHROMIUM to it.');
  return await chromium.launch({ executablePath, args: FLAGS, env: { ...process.env, HOME: mkdtempSync(join(tmpdir(), 'browser-')) } });
}

/** Every public page with addresses that exist in the running pool. */
export async function pagesOf(url) {
  const get = async (path) => {
    const reply = await fetch(`${url}/api${path}`);
    return reply.ok ? await reply.json() : null;
  };
  const [miners, workers, epochs] = await Promise.all([get('/miners?limit=1'), get('/workers?limit=50'), get('/epochs?limit=5')]);
  const account = miners?.[0]?.account;
  const worker = workers?.find((row) => row.account === account)?.worker;
  const epoch = epochs?.find((row) => row.rewardsSat > 0) ?? epochs?.[0];
  const pages = [['pool', '/'], ['blocks', '/blocks'], ['payouts', '/payouts'], ['leaderboard', '/leaderboard'], ['epochs', '/epochs'],
    ['network', '/network'], ['connect', '/connect'], ['not-found', '/no/such/page'], ['unknown-miner', '/miners/bc1qnobody']];
  if (epoch) pages.push(['epoch', `/epochs/${epoch.epoch}`]);
  if (account) pages.push(['miner', `/miners/${account}`]);
  if (worker) pages.push(['worker', `/miners/${account}/worker?name=${encodeURIComponent(worker)}`]);
  return { pages, account };
}

/** Opens a page and waits until nothing is loading any more. */
export async function open(context, url) {
  const page = await context.newPage();
  const complaints = [];
  page.on('console', (message) => { if (message.type() === 'error') complaints.push(message.text()); });
  page.on('pageerror', (error) => complaints.push(String(error)));
  await page.goto(url, { waitUntil: 'domcontentloaded' });
  await page.waitForSelector('h1');
  await page.waitForFunction(() => !document.querySelector('main .skeleton, main [aria-busy="true"]'), undefined, { timeout: 8000 }).catch(() => {});
  await page.waitForTimeout(400);
  return { page, complaints };
}
