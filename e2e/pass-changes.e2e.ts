import type { Locator, Page } from 'playwright-core'
import { newId } from '#shared/ids.ts'
import { makeComponent, makeTerms } from '#testing/make-pass.ts'
import { choose } from './choose.ts'
import { journey, type Stage } from './harness.ts'
import { assertLedgerSound } from './running-app.ts'
import { setUpShop } from './set-up-shop.ts'
import { command } from './shop-commands.ts'

const small = '面部护理五次卡'
const large = '面部护理十二次卡'

type Shop = { storeId: string; holderId: string; relativeId: string; friendId: string; passId: string }

journey(
  'a relative shares a pass within its limit, its rest pays for a larger one at the till, and that one is given to a friend',
  {},
  async (stage) => {
    const { app, page } = stage
    const shop = await openShop(page, app.setupCode!)
    await shareWithRelative(stage, shop)
    await upgrade(stage, shop)
    await giveAway(stage, shop)
    await assertLedgerSound(app)
  },
)

/** One person, as the terms say, and one visit of theirs: the second is refused, and the holder's page tells who came. */
async function shareWithRelative({ page, picture, checkAccessible }: Stage, { passId, relativeId }: Shop) {
  await page.goto(`/passes/sold/${passId}`)
  const sharing = await openMore(page, '共用名单')
  await sharing.getByText('除持卡人外，最多 1 位家人可以使用这张卡。').waitFor()
  await choose(sharing.getByLabel('家人 1'), '王强')
  await sharing.getByLabel('家人 2').waitFor({ state: 'detached' })
  await picture('who shares a pass')
  await checkAccessible()
  await sharing.getByRole('button', { name: '保存名单' }).click()
  await fact(page, '共用家人', '王强').waitFor()

  await attachAtTill(page, '13900138002', '王强')
  const using = await openVisit(page, small)
  await using.getByRole('button', { name: '核销 1 次' }).click()
  await using.getByText('还剩 4 次').waitFor()
  await using.getByRole('button', { name: '完成' }).click()
  await using.waitFor({ state: 'detached' })
  const again = await openVisit(page, small)
  await again.getByText('没有现在可用的卡').waitFor()
  await again.getByText('现在不能用').click()
  await again.getByText('这位家人的可用次数已用完').waitFor()
  await again.getByRole('button', { name: '核销 1 次' }).waitFor({ state: 'detached' })
  await page.keyboard.press('Escape')
  await again.waitFor({ state: 'detached' })
  await page.getByRole('button', { name: '取消会员' }).click()

  // One of five for 1,000.00.
  await page.goto(`/passes/sold/${passId}`)
  const visit = page.getByRole('listitem').filter({ hasText: '核销 面部护理 1 次' })
  await visit.getByText('¥200.00').waitFor()
  await visit.getByText(/王强 · 人民路店/).waitFor()
  await (await passesOf(page, relativeId, '可用')).getByText('4 / 5 次').waitFor()
}

/**
 * 1,000.00 less one of five visits is 800.00, though one costs 250.00 singly: staying costs nobody their discount. 2,100.00 less that is
 * 1,300.00, said before it is taken, and that very sum is taken.
 */
async function upgrade({ page, picture, checkAccessible }: Stage, { passId, holderId, relativeId }: Shop) {
  await page.goto(`/passes/sold/${passId}`)
  await page.getByRole('button', { name: '换卡' }).click()
  const changing = page.getByRole('dialog', { name: '换卡' })
  await choose(changing.getByLabel('换成'), large)
  await changing.getByRole('row', { name: '面部护理：已用 1 / 5 -¥200.00' }).waitFor()
  await changing.getByRole('row', { name: '应退 ¥800.00' }).waitFor()
  await fact(changing, '新卡价格', '¥2,100.00').waitFor()
  await fact(changing, '旧卡剩余价值', '-¥800.00').waitFor()
  await fact(changing, '补差价', '¥1,300.00').waitFor()
  await picture('what a larger pass comes to')
  await checkAccessible()
  await changing.getByRole('button', { name: '下一步：办理换卡' }).click()

  // The sale promises the same, for another plan alone; the plan that was chosen comes along to the till.
  const settling = page.getByRole('dialog', { name: '换卡' })
  await settling.getByRole('button', { name: '带到收银台换卡' }).waitFor()
  await settling.getByText('¥800.00').first().waitFor()
  await settling.getByRole('button', { name: /确认退款/ }).waitFor({ state: 'detached' })
  await picture('a pass on its way to the till')
  await checkAccessible()
  await settling.getByRole('button', { name: '带到收银台换卡' }).click()
  const back = page.getByRole('region', { name: '退回的商品' })
  await back.getByText(`${small} × 1`).waitFor()
  await back.getByText('-¥800.00').waitFor()
  await page.getByRole('button', { name: /^补差价.*¥1,300\.00/ }).click()
  const paying = page.getByRole('dialog', { name: '收款' })
  await paying.getByText('新商品 ¥2,100.00 − 退回 ¥800.00').waitFor()
  await paying.getByLabel('实收现金').fill('1400')
  await paying.getByText('¥100.00', { exact: true }).waitFor() // change
  await picture('what is paid for a larger pass')
  await page.keyboard.press('F9')
  await page.getByRole('heading', { name: '已换货' }).waitFor()
  await page.getByRole('button', { name: '下一单' }).click()

  // The large one is whole; the small one is over, and nobody's family has anything of either.
  const good = await passesOf(page, holderId, '可用')
  await good
    .getByRole('link', { name: new RegExp(large) })
    .getByText('12 / 12 次')
    .waitFor()
  await good.getByRole('link', { name: new RegExp(small) }).waitFor({ state: 'detached' })
  const over = await passesOf(page, holderId, '已结束')
  await over.getByRole('link', { name: new RegExp(small) }).click()
  await page.getByText('退卡，退款 ¥800.00', { exact: true }).waitFor()
  await fact(page, '已退', '¥800.00').waitFor()
  await (await passesOf(page, relativeId, '可用')).getByText('没有可用的卡').waitFor()
}

/** For 30.00 of 100.00 stored: the friend has all twelve visits and uses one, the giver has 70.00 and no pass. */
async function giveAway({ page, picture, checkAccessible }: Stage, { storeId, holderId, friendId }: Shop) {
  await book(page, '/top-ups', { storeId, memberId: holderId, principalCents: 10_000, tenders: cash(10_000) })
  const held = await passesOf(page, holderId, '可用')
  await held.getByRole('link', { name: new RegExp(large) }).click()
  const giving = await openMore(page, '转让')
  await choose(giving.getByLabel('转给'), '陈静')
  await fact(giving, '面部护理', '剩 12 次').waitFor()
  await fact(giving, '手续费', '¥30.00').waitFor()
  await giving.getByRole('radio', { name: '从储值扣', checked: true }).waitFor()
  await giving.getByLabel('原因').fill('送给朋友')
  await giving.getByRole('button', { name: '转让', disabled: true }).waitFor()
  await giving.getByRole('checkbox', { name: '已当面核对双方身份，双方都同意' }).check()
  await picture('a pass before it is given away')
  await checkAccessible()
  await giving.getByRole('button', { name: '转让' }).click()
  await giving.waitFor({ state: 'detached' })
  await page.getByText('由 李梅 转给 陈静').waitFor()
  await fact(page, '持卡人', '陈静').waitFor()

  const left = await passesOf(page, holderId, '可用')
  await left.getByText('没有可用的卡').waitFor()
  await page.getByRole('link', { name: /储值余额.*¥70\.00/ }).waitFor()
  await attachAtTill(page, '13900138003', '陈静')
  const using = await openVisit(page, large)
  await using.getByRole('button', { name: '核销 1 次' }).click()
  await using.getByText('还剩 11 次').waitFor()
  await using.getByRole('button', { name: '完成' }).click()
  await (await passesOf(page, friendId, '可用')).getByText('11 / 12 次').waitFor()
}

/**
 * A shop with a plan of five visits for 1,000.00, which one relative may share for one visit, and one of twelve for 2,100.00 that is
 * given away for 30.00. 李梅 holds the small one, paid in cash.
 */
async function openShop(page: Page, setupCode: string): Promise<Shop> {
  await setUpShop(page, setupCode)
  const { stores } = await command<{ stores: { id: string }[] }>(page, 'GET', '/session')
  const storeId = stores[0]!.id
  const enrol = async (name: string, phone: string) =>
    (await command<{ id: string }>(page, 'POST', '/members', { name, phone, homeStoreId: storeId })).id
  const holderId = await enrol('李梅', '13900138001')
  const relativeId = await enrol('王强', '13900138002')
  const friendId = await enrol('陈静', '13900138003')
  const shared = makeTerms({
    components: [makeComponent({ units: 5, listCents: 25_000 })],
    family: { maxPeople: 1, unitsPerPerson: 1 },
  })
  const given = makeTerms({ components: [makeComponent({ units: 12 })], transfer: { feeCents: 3_000 } })
  const plan = { kind: 'count', name: small, priceCents: 100_000, terms: shared }
  const { planId } = await command<{ planId: string }>(page, 'POST', '/pass-plans', plan)
  await command(page, 'POST', '/pass-plans', { kind: 'count', name: large, priceCents: 210_000, terms: given })

  const line = { lineId: newId(), productId: planId, quantityMilli: 1000, plan: { version: 1 } }
  await book(page, '/sales', { storeId, memberId: holderId, lines: [line], tenders: cash(100_000) })
  const { items } = await command<{ items: { id: string }[] }>(page, 'GET', `/members/${holderId}/passes`)
  return { storeId, holderId, relativeId, friendId, passId: items[0]!.id }
}

const cash = (receivedCents: number) => [{ tenderId: newId(), kind: 'cash', receivedCents }]

/** As it is quoted. */
async function book(page: Page, path: string, wish: object): Promise<void> {
  const { fingerprint } = await command<{ fingerprint: string }>(page, 'POST', `${path}/quote`, wish)
  await command(page, 'POST', path, { ...wish, fingerprint })
}

async function attachAtTill(page: Page, phone: string, name: string): Promise<void> {
  await page.goto('/till')
  await page.waitForLoadState('networkidle')
  await page.getByRole('button', { name: /选择会员/ }).click()
  const choosing = page.getByRole('dialog')
  await choosing.getByRole('textbox').fill(phone)
  await choosing.getByRole('button', { name }).click()
  await page.getByRole('button', { name: '取消会员' }).waitFor()
}

/** The window of visits, opened by a tap on a pass of the attached member. */
async function openVisit(page: Page, name: string): Promise<Locator> {
  await page
    .getByRole('list', { name: '卡项' })
    .getByRole('button', { name: new RegExp(name) })
    .click()
  return page.getByRole('dialog', { name: /核销/ })
}

/** What else may be done with a pass; a member's page, where one comes from, has such a menu, too. */
async function openMore(page: Page, entry: string): Promise<Locator> {
  await page.waitForURL('**/passes/sold/*')
  await page.getByRole('button', { name: '更多' }).click()
  await page.getByRole('menuitem', { name: entry }).click()
  return page.getByRole('dialog', { name: entry })
}

/** What a member's page shows of their passes: those that are good, or those that are over. */
async function passesOf(page: Page, memberId: string, shown: '可用' | '已结束'): Promise<Locator> {
  await page.goto(`/members/${memberId}?tab=passes`)
  const panel = page.getByRole('tabpanel', { name: '卡项' })
  await panel.getByText(shown, { exact: true }).first().click()
  return panel
}

/** A row of facts: what it is about, and what stands beside it. */
function fact(within: Page | Locator, about: string, value: string): Locator {
  return within.locator('.rg-facts > div').filter({ hasText: `${about}${value}` })
}
