import { launchBrowser } from './browser.ts'
const b = await launchBrowser()
const ctx = await b.newContext({
  baseURL: 'http://localhost:8099',
  viewport: { width: 1280, height: 800 },
  locale: 'zh-CN',
  timezoneId: 'Asia/Shanghai',
})
ctx.setDefaultTimeout(15000)
const p = await ctx.newPage()
const errors: string[] = []
p.on('console', (m) => m.type() === 'error' && errors.push(m.text() + ' ' + m.location().url))
p.on('response', (r) => r.status() >= 500 && errors.push(r.status() + r.url()))
await p.goto('/')
await p.getByLabel('账号').fill('dianzhang')
await p.getByLabel('密码', { exact: true }).fill('演示店铺2026-regulars')
await p.getByRole('button', { name: '登录' }).click()
await p.waitForLoadState('networkidle')
let n = 0
const shot = async (name: string) => {
  await p.waitForLoadState('networkidle')
  await p.screenshot({ path: `/var/tmp/walk/${String(++n).padStart(2, '0')}-${name}.png` })
}
await shot('home')

await p.goto('/payments'); await shot('payments')
await p.getByRole('button', { name: '近 7 天' }).click(); await shot('payments-week')
await p.keyboard.press('Control+k')
await p.getByRole('dialog').getByRole('combobox').fill('4200'); await p.waitForTimeout(600); await shot('palette')
console.log(errors)
await b.close()
