import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { VitePWA } from 'vite-plugin-pwa'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** Where the server runs while screens are developed with `vite dev`. */
const server = process.env['REGULARS_URL'] ?? 'http://localhost:8080'

export default defineConfig({
  root: here('.'),
  base: '/m/',
  plugins: [
    react(),
    VitePWA({
      registerType: 'autoUpdate',
      injectRegister: null, // src/app/service-worker.ts registers it, under Trusted Types
      filename: 'sw.js',
      manifest: {
        name: '会员卡',
        short_name: '会员卡',
        description: '会员码、积分、储值、卡项与优惠券 · Your card, points, balance and coupons',
        lang: 'zh-CN',
        id: '/m/',
        start_url: '/m/',
        scope: '/m/',
        display: 'standalone',
        orientation: 'portrait',
        background_color: '#f6f5f1',
        theme_color: '#0f6656',
        icons: [
          { src: '/m/icon-192.png', sizes: '192x192', type: 'image/png' },
          { src: '/m/icon-512.png', sizes: '512x512', type: 'image/png' },
          { src: '/m/icon-maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
        ],
        shortcuts: [{ name: '会员码', url: '/m/card', icons: [{ src: '/m/icon-192.png', sizes: '192x192' }] }],
      },
      workbox: {
        inlineWorkboxRuntime: true, // one file: `importScripts` would need a Trusted Types policy of its own
        sourcemap: false,
        globPatterns: ['**/*.{js,css,html,svg}'],
        navigateFallback: '/m/index.html',
        navigateFallbackAllowlist: [/^\/m(\/|$)/],
        cleanupOutdatedCaches: true,
      },
    }),
  ],
  resolve: {
    alias: [
      { find: '@staff/api', replacement: here('../api/api.ts') },
      { find: '@portal/ui', replacement: here('./src/ui/kit.ts') },
      { find: /^@web\/(ui|api)\//, replacement: here('../') + '$1/' },
      { find: /^#portal\//, replacement: here('./src/') },
      { find: /^#(shared|modules)\//, replacement: here('../../server/src/') + '$1/' },
    ],
  },
  build: {
    target: 'es2022',
    outDir: here('./dist'),
    emptyOutDir: true,
    assetsInlineLimit: 0, // data: URLs are not in the content security policy
    modulePreload: { polyfill: false },
  },
  server: {
    fs: { allow: [here('../..')] },
    proxy: { '/api': { target: server, changeOrigin: false } },
  },
})
