import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import path from 'node:path'
import { refreshForecast } from '#modules/points/forecast-refresh.ts'
import { setRedeemPolicy } from '#modules/points/redeem-policy.ts'
import { reinstatingSales } from '#modules/points/rescue-reinstate.ts'
import { setEarnPolicy } from '#modules/points/set-earn-policy.ts'
import { deliverPage } from '#platform/outbox.ts'
import { addDays, localDay } from '#shared/business-day.ts'
import { makeItem } from '#testing/make-item.ts'
import { makeMember } from '#testing/make-member.ts'
import { makeSale } from '#testing/make-sale.ts'
import { makePoints } from '#testing/make-value.ts'
import { movedJourney, type MovedShop } from './moved-clock.ts'

const dayMs = 86_400_000
const launcher = path.resolve(import.meta.dirname, '../bin/regulars.mjs')
function fill({ inShop }: MovedShop) {
  return inShop(async (work) => {
    await setEarnPolicy(work, {
      rule: { points: 1, perCents: 100, excludedTenders: [], isTaxIncluded: true },
      expiry: { months: 12, round: 'month_end' },
    })
    await setRedeemPolicy(work, {
      version: 0,
      rule: { points: 100, worthCents: 100, minPoints: 100, stepPoints: 100, maxShareBps: 5_000 },
      ...{ returnedExpired: 'grace', graceDays: 7 },
    })
    const today = localDay(work.at, 'Asia/Shanghai')
    const anna = await makeMember(work, { name: '周安娜' })
    const bo = await makeMember(work, { name: '李波' })
    await makePoints(work, anna.id, 800, addDays(today, 10))
    await makePoints(work, bo.id, 2_400, addDays(today, 25))
    const item = await makeItem(work)
    return { anna, bo, item, today }
  })
}

async function command({ env }: MovedShop, ...args: string[]) {
  const child = spawn(process.execPath, [launcher, ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let stdout = ''
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()))
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
  return {
    code,
    answer: JSON.parse(stdout) as { count: number; units: number; lots: { ownerId: string; units: number }[] },
  }
}

movedJourney(
  'points that end: forecast, a dry run, an extension with its cost, the sweep at a moved clock, back by a purchase',
  async (shop) => {
    const { anna, bo, item, today } = await fill(shop)
    await shop.inShop(refreshForecast)
    let page = await shop.openConsole()

    // The rule: what has ended comes back by a purchase.
    await page.goto('/points/expiry')
    await page.getByRole('heading', { name: '会员看到的规则' }).waitFor()
    await page.getByText('积分自获得之日起满 12 个月，到那个月的最后一天有效。').waitFor()
    await page.getByRole('button', { name: '到期后恢复' }).click()
    const rescue = page.getByRole('dialog', { name: '到期后恢复' })
    await rescue.getByLabel('到期后几天内').fill('14')
    await rescue.getByLabel('单笔消费至少').fill('50')
    await rescue.getByRole('button', { name: '发布新规则' }).click()
    await page.getByText('到期后 14 天内消费满 ¥50，到期的积分恢复，恢复后 30 天内有效。').waitFor()

    // What ends when, and whose.
    await page.goto('/points/forecast')
    await page.getByText('3,200 积分').first().waitFor()
    await page.getByRole('link', { name: '周安娜' }).waitFor()
    await page.getByText('没有待清算的积分，到期后会自动入账。').waitFor()

    // The run before the run, for a day to come.
    const then = new Date(shop.now().getTime() + 27 * dayMs).toISOString()
    const dry = await command(shop, 'points', 'expire', '--dry-run', '--at', then, '--json')
    assert.equal(dry.code, 0)
    assert.deepEqual(
      dry.answer.lots.map(({ ownerId, units }) => [ownerId, units]),
      [
        [anna.id, 800],
        [bo.id, 2_400],
      ],
    )

    // One of the two is given more time, with its cost shown first.
    await page.getByRole('button', { name: '批量延期' }).click()
    const drawer = page.getByRole('dialog', { name: '批量延期' })
    await drawer.getByLabel('到期日从').fill(addDays(today, 20))
    await drawer.getByLabel('到', { exact: true }).fill(addDays(today, 30))
    await drawer.getByLabel('延长到').fill(addDays(today, 90))
    await drawer.getByText('2,400 积分 · 1 位会员 · 可抵 ¥24.00').waitFor()
    await drawer.getByLabel('原因').fill('装修停业')
    await drawer.getByRole('button', { name: '为 1 位会员延期' }).click()
    await page.getByText('装修停业').first().waitFor()

    // Whose points they are sees it among what came and went: no balance changed, so until when and why.
    const phone = await shop.openPhone(bo.id)
    await phone.goto('/m/statement')
    const line = phone.getByRole('listitem').filter({ hasText: '积分有效期延长至' })
    await line.getByText('门店延期：装修停业').waitFor()
    await line.getByText('2,400 积分').waitFor()
    await phone.context().close()

    // Twelve days later the other's have ended, and are booked.
    await page.context().close()
    shop.moveDays(12)
    page = await shop.openConsole()
    await page.goto('/points/forecast')
    const due = page
      .getByRole('region', { name: '待清算' })
      .or(page.locator('section', { hasText: '待清算' }))
      .first()
    await due.getByText('周安娜').waitFor()
    await page.getByRole('button', { name: '现在入账' }).click()
    await page.getByText('没有待清算的积分，到期后会自动入账。').waitFor()
    const again = await command(shop, 'points', 'expire', '--dry-run', '--at', shop.now().toISOString(), '--json')
    assert.equal(again.answer.count, 0)

    // A purchase brings them back; the statement says both.
    const { storeId, merchantId, system } = shop
    await shop.inShop((work) => makeSale(work, { storeId, memberId: anna.id, items: [[item.id, 1]] }))
    await deliverPage({ database: system.database, subscriptions: [reinstatingSales], merchantId, at: shop.now() })
    await page.goto(`/members/${anna.id}?tab=statement&of=points`)
    await page.getByText('+800').first().waitFor()
    await page.getByText('-800').or(page.getByText('−800')).first().waitFor()
  },
)
