// After vite: the files are compressed once instead of at every request, and the first view is held to its budget.
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const FIRST_VIEW_MAX = 200_000;
const TEXT = /\.(js|css|html|svg|json|webmanifest)$/;

export function compress(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) compress(path);
    else if (TEXT.test(entry.name)) {
      const plain = readFileSync(path);
      writeFileSync(`${path}.gz`, gzipSync(plain, { level: 9 }));
      writeFileSync(`${path}.br`, brotliCompressSync(plain, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: plain.length } }));
    }
  }
}

/** What a browser loads for the pool's page: the page itself, its scripts and styles, and the chart's chunk. */
export function firstView(folder) {
  const manifest = JSON.parse(readFileSync(join(folder, 'assets', 'manifest.json'), 'utf8'));
  const files = new Set(['index.html', 'theme.js', 'icon.svg'].filter((name) => existsSync(join(folder, name))));
  const seen = new Set();
  const take = (key) => {
    const chunk = manifest[key];
    if (!chunk || seen.has(key)) return;
    seen.add(key);
    files.add(chunk.file);
    for (const style of chunk.css ?? []) files.add(style);
    for (const next of chunk.imports ?? []) take(next);
  };
  take('index.html');
  for (const lazy of ['src/charts/TimeChart.tsx']) take(lazy);
  return [...files];
}

export function checkSizes(folder) {
  const bytes = firstView(folder).reduce((sum, file) => sum + gzipSync(readFileSync(join(folder, file)), { level: 9 }).length, 0);
  const firstViewKb = Math.ceil(bytes / 1000);
  return bytes > FIRST_VIEW_MAX
    ? { firstViewKb, problem: `The first view is ${firstViewKb} kB gzipped; no more than ${FIRST_VIEW_MAX / 1000} kB are allowed.` }
    : { firstViewKb };
}
