import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { guidanceInBundle } from '../../scripts/guidance-in-bundle.ts';

/** The window in a plain browser, on an in-memory backend: to look at it without Electron. */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  plugins: [react(), guidanceInBundle(fileURLToPath(new URL('../..', import.meta.url)))],
  build: {
    outDir: '../../out/ui-harness',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  preview: {
    headers: {
      'Content-Security-Policy':
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; font-src 'self'; base-uri 'none'; form-action 'none'",
    },
  },
});
