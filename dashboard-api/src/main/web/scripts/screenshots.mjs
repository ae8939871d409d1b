// npm run screenshots -- URL FOLDER [--only=pool,miner] [--widths=360,820,1440] [--themes=light,dark] [--view]
// Pictures of every page of a running pool. --view takes what fits the window instead of the whole page.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { launch, open, pagesOf } from './browser.mjs';

const [url, folder, ...flags] = process.argv.slice(2);
if (!url || !folder) {
  console.error('usage: npm run screenshots -- URL FOLDER [--only=pool,miner] [--widths=360,820,1440] [--themes=light,dark] [--view]');
  process.exit(2);
}
const list = (name, fallback) => flags.find((flag) => flag.startsWith(`--${name}=`))?.split('=')[1]?.split(',') ?? fallback;
// The pictures of docs/dashboard.md: npm run screenshots -- URL ../../../../docs/pictures --docs
const DOCS = [['pool', 1280, 'light', 'pool'], ['pool', 1280, 'dark', 'pool-dark'], ['miner', 1280, 'light', 'miner'], ['worker', 1280, 'light', 'worker'],
  ['network', 1280, 'dark', 'network'], ['miner', 390, 'dark', 'phone']];
const docs = flags.includes('--docs');
const only = list('only', null);
const browser = await launch();
const { pages, account } = await pagesOf(url.replace(/\/$/, ''));
mkdirSync(folder, { recursive: true });
for (const theme of list('themes', ['light', 'dark'])) {
  for (const width of docs ? [390, 1280] : list('widths', ['360', '820', '1440']).map(Number)) {
    const context = await browser.newContext({ viewport: { width, height: width < 500 ? 780 : 900 }, colorScheme: theme, locale: 'en-GB', deviceScaleFactor: 1 });
    if (account) await context.addInitScript((own) => localStorage.setItem('address', own), account);
    for (const [name, path] of pages.filter(([name]) => !only || only.includes(name))) {
      const shown = docs ? DOCS.find((picture) => picture[0] === name && picture[1] === width && picture[2] === theme) : [];
      if (!shown) continue;
      const { page, complaints } = await open(context, url.replace(/\/$/, '') + path);
      await page.screenshot({ path: join(folder, docs ? `${shown[3]}.png` : `${name}-${width}-${theme}.png`), fullPage: !docs && !flags.includes('--view') });
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      console.log(`${name} ${width} ${theme}${wide > 0 ? ` is ${wide} px too wide` : ''}${complaints.length ? `: ${complaints.join(' | ')}` : ''}`);
      await page.close();
    }
    await context.close();
  }
}
await browser.close();
