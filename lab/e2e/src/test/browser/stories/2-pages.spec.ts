import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { api, watch } from '../world.ts';

/** Every public page, with what the first story left behind: at three widths, in both themes, for every reader. */
const VIEWS = [
  { width: 360, theme: 'light' },
  { width: 360, theme: 'dark' },
  { width: 820, theme: 'light' },
  { width: 1440, theme: 'dark' },
] as const;
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

interface Block { finder: string }
interface Epoch { epoch: number }
interface Worker { account: string; worker: string }

for (const { width, theme } of VIEWS) {
  test(`every page reads well at ${width} px, ${theme}`, async ({ browser, baseURL }) => {
    const origin = baseURL ?? '';
    const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme: theme, reducedMotion: 'reduce', baseURL: origin });
    const page = await context.newPage();
    const faults = watch(page, origin);
    const finder = (await api<Block[]>(page, 'blocks'))[0]?.finder ?? '';
    const epoch = (await api<Epoch[]>(page, 'epochs'))[0]?.epoch ?? 0;
    const worker = (await api<Worker[]>(page, 'workers'))[0] ?? { account: finder, worker: '' };
    const paths = ['/', '/blocks', '/payouts', '/leaderboard', '/epochs', `/epochs/${epoch}`, '/network', '/connect', `/miners/${finder}`,
      `/miners/${worker.account}/worker?name=${encodeURIComponent(worker.worker)}`, '/no-such-page', '/admin'];
    for (const path of paths) {
      await page.goto(path);
      await expect(page.locator('h1').first(), path).toBeVisible();
      await expect(page.locator('[aria-busy=true]'), `${path} has loaded`).toHaveCount(0);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(overflow, `${path} fits into ${width} px`).toBeLessThanOrEqual(0);
      const seen = await new AxeBuilder({ page }).withTags(RULES).analyze();
      expect(seen.violations.map((violation) => `${path} ${violation.id}: ${violation.nodes.map((node) => node.target).join(' ')}`)).toEqual([]);
    }
    expect(faults()).toEqual([]);
    await context.close();
  });
}

test('the first view is small and quick', async ({ page }) => {
  let bytes = 0;
  page.on('response', async (response) => {
    const size = Number(response.headers()['content-length'] ?? 0) || (await response.body().catch(() => Buffer.alloc(0))).length;
    if (!response.url().includes('/api/')) bytes += size;
  });
  await page.goto('/');
  await expect(page.getByRole('heading', { name: 'Current round' })).toBeVisible();
  const firstPaint = await page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0);
  await page.waitForLoadState('load');
  console.log(`first view: ${Math.round(bytes / 1000)} kB, first contentful paint after ${Math.round(firstPaint)} ms`);
  expect(bytes).toBeLessThan(200_000);
});

test('the whole of it works by keyboard alone', async ({ page }) => {
  await page.goto('/');
  await page.keyboard.press('Tab');
  await expect(page.locator(':focus')).toHaveText('Skip to the content');
  await page.keyboard.press('Enter');
  await expect(page.locator('main')).toBeFocused();
});

test('a browser that lost the pool says so, and recovers', async ({ page, context }) => {
  await page.goto('/');
  await expect(page.getByText('Live', { exact: true }).first()).toBeVisible();
  await context.setOffline(true);
  await expect(page.getByText('Offline', { exact: true }).first()).toBeVisible({ timeout: 60_000 });
  await context.setOffline(false);
  await expect(page.getByText('Live', { exact: true }).first()).toBeVisible({ timeout: 60_000 });
});
