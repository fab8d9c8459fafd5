import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import { guidanceInBundle } from './scripts/guidance-in-bundle.ts';

/** The licences of what a bundle holds ask for being kept with it; the bill of materials is read off the same list. */
const license = { fileName: 'licenses.md' };

export default defineConfig({
  main: {
    plugins: [guidanceInBundle(import.meta.dirname)],
    build: {
      outDir: 'out/main',
      // All they need is in the bundles, so that a package holds no node_modules.
      externalizeDeps: false,
      license,
      rolldownOptions: {
        // Two entries: the backend runs in a process of its own.
        input: { main: 'src-main/main.ts', backend: 'src-backend/embedded.ts' },
        output: { format: 'es', entryFileNames: '[name].js' },
      },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      // A sandboxed preload is one CommonJS file and can require nothing but electron.
      externalizeDeps: false,
      rolldownOptions: {
        input: { preload: 'src-main/preload.ts' },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: 'src-renderer',
    plugins: [react()],
    build: {
      outDir: 'out/renderer',
      // Inlined assets would need data: in the policy for scripts and fonts.
      assetsInlineLimit: 0,
      // Less than half the script to fetch and to read at each start of the window.
      minify: true,
      license,
      modulePreload: { polyfill: false },
      rolldownOptions: { input: 'src-renderer/index.html' },
    },
  },
});
