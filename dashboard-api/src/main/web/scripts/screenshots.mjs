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
const only = list('only', null);
const browser = await launch();
const { pages, account } = await pagesOf(url.replace(/\/$/, ''));
mkdirSync(folder, { recursive: true });
for (const theme of list('themes', ['light', 'dark'])) {
  for (const width of list('widths', ['360', '820', '1440']).map(Number)) {
    const context = await browser.newContext({ viewport: { width, height: width < 500 ? 780 : 900 }, colorScheme: theme, locale: 'en-GB', deviceScaleFactor: 1 });
    if (account) await context.addInitScript((own) => localStorage.setItem('address', own), account);
    for (const [name, path] of pages.filter(([name]) => !only || only.includes(name))) {
      const { page, complaints } = await open(context, url.replace(/\/$/, '') + path);
      await page.screenshot({ path: join(folder, `${name}-${width}-${theme}.png`), fullPage: !flags.includes('--view') });
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      console.log(`${name} ${width} ${theme}${wide > 0 ? ` is ${wide} px too wide` : ''}${complaints.length ? `: ${complaints.join(' | ')}` : ''}`);
      await page.close();
    }
    await context.close();
  }
}
await browser.close();
