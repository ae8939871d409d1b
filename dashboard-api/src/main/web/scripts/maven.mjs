// What Maven calls: `node maven.mjs build TARGET` and `node maven.mjs test TARGET [skip flags]`.
// Packages are installed only when package-lock.json changed, pages built only when a source changed, so that a build of
// the suite without a change here costs a fraction of a second.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkSizes, compress } from './pack.mjs';

const web = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const modules = join(web, 'node_modules');
const [goal = '', target = '', ...flags] = process.argv.slice(2);

function fail(...lines) {
  for (const line of lines) console.error(`[ERROR] ${line}`);
  process.exit(1);
}

function run(command, args, env = {}) {
  const windows = process.platform === 'win32';
  const done = spawnSync(command, args, {
    cwd: web, env: { ...process.env, ...env }, encoding: 'utf8', shell: windows, maxBuffer: 64 * 1024 * 1024,
  });
  return { ok: done.status === 0, missing: done.error?.code === 'ENOENT', text: `${done.stdout ?? ''}${done.stderr ?? ''}` };
}

function must(what, done) {
  if (done.ok) return done.text;
  return fail(`The web pages: ${what} failed.`, ...done.text.trimEnd().split('\n'));
}

function filesBelow(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.name !== 'node_modules')
    .flatMap((entry) => (entry.isDirectory() ? filesBelow(join(folder, entry.name)) : [join(folder, entry.name)]))
    .sort();
}

function digest(files) {
  const hash = createHash('sha256').update(process.version);
  for (const file of files) hash.update(file.slice(web.length)).update('\0').update(readFileSync(file)).update('\0');
  return hash.digest('hex');
}

const unchanged = (stamp, value) => existsSync(stamp) && readFileSync(stamp, 'utf8') === value;

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  fail(`Node ${process.versions.node} is too old for the web pages: 20.19 or newer is needed.`,
    'Install it, or build without them: mvn ... -Dweb.skip');
}

function install() {
  const stamp = join(modules, '.installed');
  const lock = digest([join(web, 'package.json'), join(web, 'package-lock.json')]);
  if (unchanged(stamp, lock)) return;
  console.log('[INFO] Installing what the web pages are built with (npm ci)');
  const before = statSync(web);
  const done = run('npm', ['ci', '--prefer-offline', '--no-audit', '--no-fund']);
  if (done.missing) fail('npm is missing: install Node.js 20.19 or newer with npm, or build without the pages: -Dweb.skip');
  must('npm ci', done);
  writeFileSync(stamp, lock);
  // ./pool rebuilds when a folder below src/main is newer than its build; node_modules coming is no such change.
  utimesSync(web, before.atime, before.mtime);
}

function build() {
  const out = join(target, 'classes', 'dashboard', 'web');
  const stamp = join(target, 'web.built');
  const sources = digest(filesBelow(web).filter((file) => !file.startsWith(join(web, 'test'))));
  if (unchanged(stamp, sources) && existsSync(join(out, 'index.html'))) return;
  install();
  const begun = Date.now();
  must('vite build', run(process.execPath, [join(modules, 'vite', 'bin', 'vite.js'), 'build', '--logLevel', 'warn'], { WEB_OUT: out }));
  const sizes = checkSizes(out);
  if (sizes.problem) fail(sizes.problem);
  compress(out);
  mkdirSync(target, { recursive: true });
  writeFileSync(stamp, sources);
  console.log(`[INFO] Web pages built in ${((Date.now() - begun) / 1000).toFixed(1)} s; first view ${sizes.firstViewKb} kB gzipped`);
}

// A flag Maven left unresolved still looks like ${name}.
const flag = (name) => {
  const value = flags.find((text) => text.startsWith(`${name}=`))?.slice(name.length + 1) ?? '';
  return value.startsWith('${') ? '' : value;
};

function test() {
  if (flag('skipTests') === 'true' || flag('skip') === 'true' || flag('only') !== '') return;
  install();
  const reports = join(target, 'surefire-reports');
  mkdirSync(reports, { recursive: true });
  const begun = Date.now();
  const done = run(process.execPath, [join(modules, 'vitest', 'vitest.mjs'), 'run',
    '--reporter=default', '--reporter=junit', `--outputFile.junit=${join(reports, 'TEST-web.xml')}`], { NO_COLOR: '1' });
  const xml = existsSync(join(reports, 'TEST-web.xml')) ? readFileSync(join(reports, 'TEST-web.xml'), 'utf8') : '';
  const number = (name) => Number(new RegExp(`<testsuites[^>]* ${name}="(\\d+)"`).exec(xml)?.[1] ?? 0);
  const line = `Tests run: ${number('tests')}, Failures: ${number('failures')}, Errors: ${number('errors')}, Skipped: 0, `
    + `Time elapsed: ${((Date.now() - begun) / 1000).toFixed(2)} s`;
  if (done.ok) {
    console.log(`[INFO] ${line} -- in web pages (Vitest)`);
    return;
  }
  for (const text of done.text.trimEnd().split('\n')) console.error(`[ERROR] ${text}`);
  console.error(`[ERROR] ${line} <<< FAILURE! -- in web pages (Vitest)`);
  if (flag('ignoreFailure') !== 'true' || !xml) process.exit(1);
}

checkNode();
if (!target) fail('usage: node maven.mjs build|test TARGET [skipTests=..] [skip=..] [only=..] [ignoreFailure=..]');
if (goal === 'build') build();
else if (goal === 'test') test();
else fail(`unknown goal ${goal}`);
