import { defineConfig } from '@playwright/test';

/** A pool runs already (DashboardE2E started it and says where); one browser, one story after the other. */
export default defineConfig({
  testDir: 'stories',
  outputDir: process.env['STORIES_OUT'] ?? 'target',
  workers: 1,
  fullyParallel: false,
  forbidOnly: true,
  retries: 0,
  timeout: 120_000,
  expect: { timeout: 30_000 },
  reporter: [['list']],
  use: {
    baseURL: required('POOL_URL'),
    actionTimeout: 20_000,
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
      // Without these Chromium tries to reach its maker's hosts; as root it has no sandbox.
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
});

function required(name: string): string {
  const value = process.env[name];
  if (value === undefined) {
    throw new Error(`${name} is not set: DashboardE2E starts these stories`);
  }
  return value;
}
