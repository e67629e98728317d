import type { Page } from 'playwright-core'
import { newId } from '#shared/ids.ts'
import { makeTerms } from '#testing/make-pass.ts'
import type { Stage } from './harness.ts'
import { setUpShop } from './set-up-shop.ts'
import { codeSent, command } from './shop-commands.ts'

/** From the shop's QR code to the card. */
export async function join(phone: Page, owner: Page, storeId: string, number = '13900138001'): Promise<void> {
  await phone.goto(`/m/join?s=${storeId}`)
  await phone.getByLabel('手机号').fill(number)
  await phone.getByRole('button', { name: '获取验证码' }).click()
  await phone.getByRole('heading', { name: '输入验证码' }).waitFor()
  await phone.getByLabel('验证码', { exact: true }).fill(await codeSent(owner))
  await phone.getByLabel(/怎么称呼您/).fill('林小雨')
  await phone.getByRole('button', { name: '领取会员卡' }).click()
  await phone.getByRole('link', { name: /出示会员码/ }).waitFor()
}

/** Somebody who joined at the counter: no code went to their phone yet, and codes go out a minute apart. */
export async function enrol(owner: Page, name: string, phone: string): Promise<void> {
  await command(owner, 'POST', '/members', { name, phone })
}

type Member = { id: string; number: string }
export type LeavingShop = { storeId: string; sellPass: (number: string) => Promise<Member & { passId: string }> }

/** A shop with a plan of ten visits, which it sells for cash to whoever has a phone number here. */
export async function openShop({ app, page }: Stage): Promise<LeavingShop> {
  await setUpShop(page, app.setupCode!)
  const { stores } = await command<{ stores: { id: string }[] }>(page, 'GET', '/session')
  const storeId = stores[0]!.id
  const plan = { kind: 'count', name: '面部护理十次卡', priceCents: 160_000, terms: makeTerms() }
  await command(page, 'POST', '/pass-plans', plan)
  const { items } = await command<{ items: { planId: string; version: number }[] }>(page, 'GET', '/pass-plans')
  const [{ planId, version }] = items as [{ planId: string; version: number }]
  const sellPass = async (number: string) => {
    const found = await command<{ items: Member[] }>(page, 'GET', `/members?search=${number}`)
    const [member] = found.items as [Member]
    const line = { lineId: newId(), productId: planId, quantityMilli: 1000, plan: { version } }
    const tenders = [{ tenderId: newId(), kind: 'cash', receivedCents: 160_000 }]
    const cart = { storeId, memberId: member.id, lines: [line], tenders }
    const { fingerprint } = await command<{ fingerprint: string }>(page, 'POST', '/sales/quote', cart)
    await command(page, 'POST', '/sales', { ...cart, fingerprint })
    const passes = await command<{ items: { id: string }[] }>(page, 'GET', `/members/${member.id}/passes`)
    return { ...member, passId: passes.items[0]!.id }
  }
  return { storeId, sellPass }
}

type Offer = { code: string; words: { zh: string; en: string }; terms: object }

/** Publishes these offers beside the way out, to everybody: nobody is held out of a journey. */
export async function publishOffers(owner: Page, offers: readonly Offer[]): Promise<void> {
  const { laws: _laws, ...flow } = await command<Record<string, unknown>>(owner, 'GET', '/cancel-flow')
  const usual = { reasons: [], minPaidCents: 0, minDaysHeld: 0, costCents: 0, maxCostBps: 10_000 }
  const open = { monthlyBudgetCents: null, validHours: 48 }
  await command(owner, 'PUT', '/cancel-flow', {
    ...{ ...flow, offersAt: 'beside', holdoutBps: 0 },
    offers: offers.map((offer) => ({ ...usual, ...open, ...offer })),
  })
}
