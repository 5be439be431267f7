import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import type { Plugin } from 'vite';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** The app's icons keep their names, since the web manifest and the back office know them by name. */
const icons = (): Plugin => ({
  name: 'house-icons',
  generateBundle() {
    for (const name of readdirSync(here('icons'))) {
      this.emitFile({ type: 'asset', fileName: `icons/${name}`, source: readFileSync(here(`icons/${name}`)) });
    }
  },
});

export default defineConfig({
  root: here('.'),
  base: './',
  publicDir: false,
  plugins: [icons()],
  build: {
    outDir: here('../src/enchanted/_web'),
    emptyOutDir: true,
    manifest: 'manifest.json',
    target: ['es2023', 'chrome123', 'firefox121', 'safari17.5'],
    cssTarget: ['chrome123', 'firefox121', 'safari17.5'],
    modulePreload: false,
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 700,
    rollupOptions: {
      input: { first: here('first.ts'), main: here('main.ts'), offline: here('offline.ts'), uploads: here('elements/upload-box.ts'), office: here('styles/office.css') },
      output: {
        entryFileNames: 'assets/[name]-[hash].js',
        chunkFileNames: 'assets/[name]-[hash].js',
        assetFileNames: (asset) => (asset.names.includes('office.css') ? 'office.css' : 'assets/[name]-[hash][extname]'),
      },
    },
  },
  test: { environment: 'happy-dom', include: ['tests/**/*.test.ts'] },
});
