import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';

// Here and not in the build: a pool starts without it, but no change passes its tests without it.
test('every type holds', { timeout: 60_000 }, () => {
  const compiler = join(process.cwd(), 'node_modules', 'typescript', 'bin', 'tsc');
  let complaints = '';
  try {
    execFileSync(process.execPath, [compiler, '--noEmit'], { encoding: 'utf8' });
  } catch (failed) {
    complaints = String((failed as { stdout?: string }).stdout);
  }
  expect(complaints).toBe('');
});
