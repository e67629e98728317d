import { parseArgs } from 'node:util'
import { launchBrowser } from './browser.ts'

const USAGE =
  'node e2e/screenshot.ts URL out.png [--size 1280x800] [--dark] [--storage cookies.json] [--full] [--wait 500]'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    size: { type: 'string', default: '1280x800' },
    dark: { type: 'boolean', default: false },
    full: { type: 'boolean', default: false },
    storage: { type: 'string' },
    wait: { type: 'string', default: '0' },
  },
})
const [url, file] = positionals
const [width, height] = values.size.split('x').map(Number)
if (!url || !file || !width || !height) {
  console.error(`usage: ${USAGE}`)
  process.exit(2)
}

const browser = await launchBrowser()
const context = await browser.newContext({
  viewport: { width, height },
  colorScheme: values.dark ? 'dark' : 'light',
  locale: 'zh-CN',
  timezoneId: 'Asia/Shanghai',
  ...(values.storage ? { storageState: values.storage } : {}),
})
const page = await context.newPage()
page.on('console', (message) => message.type() === 'error' && console.error(`console: ${message.text()}`))
page.on('pageerror', (error) => console.error(`page: ${error.message}`))
await page.goto(url, { waitUntil: 'networkidle' })
await page.evaluate('document.fonts.ready')
await page.waitForTimeout(Number(values.wait))
await page.screenshot({ path: file, fullPage: values.full })
await browser.close()
