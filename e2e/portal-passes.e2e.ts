import type { Page } from 'playwright-core'
import { addDays, localDay } from '#shared/business-day.ts'
import { newId } from '#shared/ids.ts'
import { makeComponent, makeTerms } from '#testing/make-pass.ts'
import { journey, type Stage } from './harness.ts'
import { assertLedgerSound } from './running-app.ts'
import { setUpShop } from './set-up-shop.ts'
import { codeSent, command } from './shop-commands.ts'

const small = '面部护理五次卡'
const large = '面部护理十二次卡'
const number = '13900138055'
const today = () => localDay(new Date(), 'Asia/Shanghai')

journey(
  'on the phone a member rests a pass within its terms and ends the rest early, then takes a larger pass for what is left and the difference',
  {},
  async (stage) => {
    const { app, page } = stage
    await openShop(page, app.setupCode!)
    const phone = await stage.openBrowser('phone')
    await signIn(phone, page)
    await rest(stage, phone)
    await renew(stage, phone)
    await change(stage, phone)
    await assertLedgerSound(app)
  },
)

/** Ten days of thirty for 20.00 of stored value; today was used and another rest may not overlap: both are refused in words. */
async function rest({ picture, checkAccessible }: Stage, phone: Page): Promise<void> {
  await phone.goto('/m/benefits')
  await phone.getByRole('link', { name: '停卡', exact: true }).waitFor()
  await picture('portal pass and what can be done with it', phone)
  await checkAccessible(phone)
  await phone.getByRole('link', { name: '停卡', exact: true }).click()
  await phone.getByText('还可停卡 2 次、共 30 天，每次至少 3 天。 每次手续费 ¥20.00。').waitFor()
  await phone.getByLabel('从', { exact: true }).fill(today())
  await phone.getByText(/已使用过，停卡不能覆盖这一天/).waitFor()
  const from = addDays(today(), 2)
  await phone.getByLabel('从', { exact: true }).fill(from)
  await phone.getByLabel('到（含）').fill(addDays(from, 9))
  await phone.getByText('10 天', { exact: true }).waitFor()
  await picture('portal pass is to rest', phone)
  await checkAccessible(phone)
  await phone.getByRole('button', { name: '确认停卡，付 ¥20.00' }).click()
  await phone.getByText(/至 .* 停卡$/).waitFor()

  await phone.getByRole('link', { name: '停卡', exact: true }).click()
  await phone.getByText('还可停卡 1 次、共 20 天').waitFor()
  await phone.getByLabel('从', { exact: true }).fill(addDays(from, 5))
  await phone.getByText(/与已有的停卡（.*）重叠/).waitFor()
  await phone.getByRole('button', { name: '结束停卡' }).click()
  const asking = phone.getByRole('dialog', { name: '结束这段停卡？' })
  await asking.getByText(/这段停卡还没开始，取消后到期日变回/).waitFor()
  await picture('portal rest is ended', phone)
  await asking.getByRole('button', { name: '结束停卡' }).click()
  await phone.getByText('还可停卡 2 次、共 30 天').waitFor()
}

/** Agreed to with the sum, the day and the notice before it in view; stopped with one tap. */
async function renew({ picture, checkAccessible }: Stage, phone: Page): Promise<void> {
  await phone.goto('/m/benefits')
  await phone.getByRole('button', { name: '开启自动续费' }).click()
  const asking = phone.getByRole('dialog', { name: '到期自动续费？' })
  await asking.getByText(/到期时从储值余额扣 ¥1,000\.00，自动续一期。/).waitFor()
  await picture('portal pass that is to renew by itself', phone)
  await checkAccessible(phone)
  await asking.getByRole('button', { name: '同意并开启' }).click()
  await phone.getByText(/自动续费 ¥1,000\.00/).waitFor()
  await phone.getByRole('button', { name: '停止自动续费' }).click()
  await phone.getByRole('button', { name: '开启自动续费' }).waitFor()
}

/** 1,000.00 less one of five is 800.00, though one costs 250.00 singly; 1,300.00 beside it out of 1,480.00 stored. */
async function change({ picture, checkAccessible }: Stage, phone: Page): Promise<void> {
  await phone.goto('/m/benefits')
  await phone.getByRole('link', { name: '换卡' }).click()
  const choice = phone.getByRole('listitem').filter({ hasText: large })
  await choice.getByText('需付 ¥1,300.00').waitFor()
  await phone.getByText('¥800.00').waitFor()
  await picture('portal pass and what it may go for', phone)
  await checkAccessible(phone)
  await choice.getByRole('link', { name: '换成这张卡' }).click()
  await phone
    .getByText(`换卡：${small}立即结束，剩余价值 ¥800.00 抵扣新卡价格 ¥2,100.00，还需支付 ¥1,300.00。`)
    .waitFor()
  await picture('portal larger pass before it is paid', phone)
  await checkAccessible(phone)
  await phone.getByRole('radio', { name: /储值余额/ }).check()
  await phone.getByRole('checkbox', { name: '我已阅读并同意以上条款' }).check()
  await phone.getByRole('button', { name: '支付 ¥1,300.00' }).click()
  await phone.getByRole('heading', { name: '已到账' }).waitFor()
  await phone.goto('/m/benefits')
  await phone.getByText('剩 12 / 12').waitFor()
  await phone.getByText('已用 1 次').waitFor()
  await phone.goto('/m/stored-value')
  await phone.getByText('¥180.00').first().waitFor()
}

/** Five visits for 1,000.00, one of them had, that may rest for 20.00; twelve for 2,100.00; both sold on the phone. 1,500.00 are stored. */
async function openShop(page: Page, setupCode: string): Promise<void> {
  await setUpShop(page, setupCode)
  const { stores } = await command<{ stores: { id: string }[] }>(page, 'GET', '/session')
  const storeId = stores[0]!.id
  const member = { name: '李梅', phone: number, homeStoreId: storeId }
  const { id: memberId } = await command<{ id: string }>(page, 'POST', '/members', member)
  const freeze = { maxDays: 30, maxTimes: 2, minDays: 3, feeCents: 2_000 }
  const facial = makeComponent({ units: 5, listCents: 25_000 })
  const plan = async (name: string, priceCents: number, terms: ReturnType<typeof makeTerms>) => {
    const made = await command<{ planId: string }>(page, 'POST', '/pass-plans', {
      kind: 'count',
      name,
      priceCents,
      terms,
    })
    await command(page, 'POST', `/pass-plans/${made.planId}/online-sale`)
    return made.planId
  }
  const planId = await plan(small, 100_000, makeTerms({ components: [facial], freeze }))
  await plan(large, 210_000, makeTerms({ components: [makeComponent({ units: 12, listCents: 25_000 })] }))
  const line = { lineId: newId(), productId: planId, quantityMilli: 1000, plan: { version: 1 } }
  await book(page, '/sales', { storeId, memberId, lines: [line], tenders: cash(100_000) })
  await book(page, '/top-ups', { storeId, memberId, principalCents: 150_000, tenders: cash(150_000) })
  const { items } = await command<{ items: { id: string }[] }>(page, 'GET', `/members/${memberId}/passes`)
  await command(page, 'POST', `/passes/${items[0]!.id}/uses`, { componentId: facial.id, memberId, storeId })
}

const cash = (receivedCents: number) => [{ tenderId: newId(), kind: 'cash', receivedCents }]

/** As it is quoted. */
async function book(page: Page, path: string, wish: object): Promise<void> {
  const { fingerprint } = await command<{ fingerprint: string }>(page, 'POST', `${path}/quote`, wish)
  await command(page, 'POST', path, { ...wish, fingerprint })
}

async function signIn(phone: Page, owner: Page): Promise<void> {
  await phone.goto('/m/')
  await phone.getByLabel('手机号').fill(number)
  await phone.getByRole('button', { name: '获取验证码' }).click()
  await phone.getByRole('heading', { name: '输入验证码' }).waitFor()
  await phone.getByLabel('验证码', { exact: true }).fill(await codeSent(owner))
  await phone.getByRole('link', { name: /出示会员码/ }).waitFor()
}
