import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'
import { VitePWA } from 'vite-plugin-pwa'
import { unusedAntStyles } from './unused-ant-styles.ts'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** Where the server runs while screens are developed with `vite dev`. */
const server = process.env['REGULARS_URL'] ?? 'http://localhost:8080'

/**
 * Ant Design's one way of writing style elements, replaced by ours that a strict content security policy allows.
 * See src/app/constructed-styles.ts.
 */
function constructedStyles(): Plugin {
  return {
    name: 'constructed-styles',
    enforce: 'pre',
    resolveId: (source) =>
      /(^|\/)Dom\/dynamicCSS(\.js)?$/.test(source) ? here('./src/app/constructed-styles.ts') : null,
  }
}

export default defineConfig({
  root: here('.'),
  plugins: [
    constructedStyles(),
    react(),
    unusedAntStyles(),
    VitePWA({
      registerType: 'prompt',
      injectRegister: null, // src/app/service-worker.ts registers it, under Trusted Types
      filename: 'sw.js',
      manifest: {
        name: '熟客 Regulars',
        short_name: '熟客',
        description: '收银与会员 · Till and members',
        lang: 'zh-CN',
        id: '/till',
        start_url: '/till',
        scope: '/',
        display: 'standalone',
        background_color: '#f6f5f1',
        theme_color: '#0f6656',
        icons: [
          { src: '/icon-192.png', sizes: '192x192', type: 'image/png' },
          { src: '/icon-512.png', sizes: '512x512', type: 'image/png' },
          { src: '/icon-maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
        ],
      },
      workbox: {
        inlineWorkboxRuntime: true, // one file: `importScripts` would need a Trusted Types policy of its own
        sourcemap: false,
        globPatterns: ['**/*.{js,css,html,svg}'],
        maximumFileSizeToCacheInBytes: 4_000_000,
        navigateFallback: '/index.html',
        navigateFallbackDenylist: [/^\/(api|m|metrics|docs)(\/|$)/],
        cleanupOutdatedCaches: true,
        runtimeCaching: [
          {
            urlPattern: /\/assets\/.*\.woff2$/,
            handler: 'CacheFirst',
            options: { cacheName: 'fonts', expiration: { maxEntries: 120 } },
          },
        ],
      },
    }),
  ],
  resolve: {
    alias: [
      { find: '@staff/api', replacement: here('../api/api.ts') },
      { find: '@staff/ui', replacement: here('./src/ui/kit.ts') },
      { find: /^@web\/(ui|api)\//, replacement: here('../') + '$1/' },
      { find: /^#app\//, replacement: here('./src/app/') },
      { find: /^#console\//, replacement: here('./src/') },
      { find: /^#(shared|modules)\//, replacement: here('../../server/src/') + '$1/' },
      { find: '#server/refusals.ts', replacement: here('../../server/src/refusals.ts') },
      { find: /^#platform\//, replacement: here('../../server/src/platform/') },
    ],
  },
  build: {
    target: 'es2023',
    outDir: here('./dist'),
    emptyOutDir: true,
    assetsInlineLimit: 0, // data: URLs for fonts are not in the content security policy
    chunkSizeWarningLimit: 1200,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        chunkFileNames: ({ name }) => `assets/${name.startsWith('shared~') ? 'shared' : '[name]'}-[hash].js`,
        codeSplitting: {
          groups: [
            // Each file that a page asks for costs all processes of browser and server some milliseconds: what pages share is in
            // few chunks. Components stay where they are: their style sheets have an order.
            {
              name: 'shared',
              test: /[\\/](node_modules|server)[\\/].+\.m?[jt]sx?$|\.ts$/,
              minShareCount: 2,
              entriesAware: true,
              entriesAwareMergeThreshold: 20_000,
            },
          ],
        },
      },
    },
  },
  server: {
    fs: { allow: [here('../..')] },
    proxy: { '/api': { target: server, changeOrigin: false } },
  },
})
