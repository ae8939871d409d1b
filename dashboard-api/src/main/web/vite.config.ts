import { defineConfig } from 'vitest/config';

// Where the pool's API answers while developing: ./pool up, or THUNDER_POOL_API for another port.
const api = process.env['THUNDER_POOL_API'] ?? 'http://127.0.0.1:8080';

export default defineConfig({
  esbuild: { jsx: 'automatic' },
  build: {
    outDir: process.env['WEB_OUT'] ?? '../../../target/classes/dashboard/web',
    emptyOutDir: true,
    target: 'es2022',
    // The Content-Security-Policy allows no data: URLs and no inline scripts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    manifest: 'assets/manifest.json',
    reportCompressedSize: false,
    rollupOptions: {
      // "use client" in a library means nothing here.
      onwarn: (warning, warn) => { if (warning.code !== 'MODULE_LEVEL_DIRECTIVE') warn(warning); },
    },
  },
  server: {
    host: '127.0.0.1',
    proxy: { '/api': { target: api, changeOrigin: false }, '/api-docs': api, '/swagger-ui': api },
  },
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    environment: 'happy-dom',
    env: { TZ: 'UTC' },
    pool: 'threads',
    poolOptions: { threads: { maxThreads: 2 } },
  },
});
