// npm run audit-pages -- URL [--widths=320,820,1440]
// Opens every page of a running pool in three widths and both themes: nothing may be too wide, complain on the console, ask
// another host, or break a rule of WCAG 2.2 AA that axe can check.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { launch, open, pagesOf } from './browser.mjs';

const url = (process.argv[2] ?? '').replace(/\/$/, '');
if (!url) {
  console.error('usage: npm run audit-pages -- URL [--widths=320,820,1440]');
  process.exit(2);
}
const widths = (process.argv.find((flag) => flag.startsWith('--widths='))?.slice(9) ?? '320,820,1440').split(',').map(Number);
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const browser = await launch();
const { pages, account } = await pagesOf(url);
let passed = 0;
let failed = 0;
for (const theme of ['light', 'dark']) {
  for (const width of widths) {
    const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme: theme, bypassCSP: false });
    if (account) await context.addInitScript((own) => localStorage.setItem('address', own), account);
    for (const [name, path] of pages) {
      const { page, complaints } = await open(context, url + path);
      const expected = name === 'unknown-miner' ? /status of 40[04]/ : /$^/;
      const problems = complaints.filter((text) => !expected.test(text));
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      if (wide > 0) problems.push(`${wide} px too wide`);
      const foreign = await page.evaluate(() => performance.getEntriesByType('resource').map((entry) => entry.name).filter((each) => !each.startsWith(location.origin)));
      problems.push(...foreign.map((each) => `asks ${each}`));
      await page.evaluate(axe);
      const found = await page.evaluate((tags) => globalThis.axe.run(document, { runOnly: tags }), TAGS);
      problems.push(...found.violations.map((each) => `${each.id}: ${each.nodes[0]?.html.slice(0, 160)} (${each.nodes.length}) ${each.nodes[0]?.any[0]?.message ?? ''}`));
      if (problems.length) failed += 1; else passed += 1;
      for (const problem of problems) console.log(`${name} ${width} ${theme}: ${problem}`);
      await page.close();
    }
    await context.close();
  }
}
await browser.close();
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed ? 1 : 0;
