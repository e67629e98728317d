import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { addDays, startOfLocalDay } from '#shared/business-day.ts'
import { newId } from '#shared/ids.ts'
import { makeItem } from '#testing/make-item.ts'
import { makeShop } from '#testing/make-merchant.ts'
import { makeSales } from '#testing/make-sale.ts'
import { inWork, type TestWork } from '#testing/work.ts'
import { closeDay } from './close-day.ts'
import { countOrphans } from './day-queries.ts'

const hourMs = 3_600_000
const cutoffHour = 4
const priceCents = 10_000

/** Where a shop is, and the night around which it sells every half hour for three days. */
const nights = [
  { zone: 'Asia/Shanghai', around: '2026-03-01T20:00:00Z', what: 'an ordinary night', isOrdinary: true },
  { zone: 'Asia/Kolkata', around: '2026-03-01T22:30:00Z', what: 'half hours beside UTC', isOrdinary: true },
  { zone: 'America/New_York', around: '2026-03-08T08:00:00Z', what: 'an hour is skipped', isOrdinary: false },
  { zone: 'America/New_York', around: '2026-11-01T09:00:00Z', what: 'an hour comes twice', isOrdinary: false },
  { zone: 'Pacific/Apia', around: '2011-12-30T14:00:00Z', what: 'a whole day is skipped', isOrdinary: false },
]

/** The wall clock of a zone, as its calendar says and not as the product reckons: `2026-03-08 03:30`. */
const wallOf = (at: Date, timeZone: string) => at.toLocaleString('sv-SE', { timeZone }).slice(0, 16)

/** What a shop sold every half hour, with the business day that each sale was given. */
async function sellThroughTheNight(work: TestWork, { zone, around }: (typeof nights)[number]) {
  const start = new Date(Date.parse(around) - 36 * hourMs)
  const early = work.as(work.actor, new Date(start.getTime() - 240 * hourMs))
  const { storeId } = await makeShop(early, { timeZone: zone })
  await work.send(sql`
    update shops.store set cutoff_hour = ${cutoffHour} where merchant_id = ${work.merchantId} and id = ${storeId}`)
  const { id: itemId } = await makeItem(early, { listPriceCents: priceCents })
  await makeSales(
    work,
    Array.from({ length: 144 }, (_, half) => ({
      till: work.as(work.actor, new Date(start.getTime() + half * (hourMs / 2))),
      ...{ storeId, items: [[itemId, 1] as const] },
    })),
  )
  const sales = await work.send<{ at: Date; businessDay: string }>(sql`
    select at, business_day::text as business_day from cashier.sale where merchant_id = ${work.merchantId} order by at`)
  return { storeId, sales }
}

type Sold = Awaited<ReturnType<typeof sellThroughTheNight>>

/** Closes each day that anything was sold on, in order, all of them days later in one go: what the reports sum to, and how many records they gathered. */
async function closeAllDays(work: TestWork, { storeId, sales }: Sold) {
  const end = work.as(work.actor, new Date(sales.at(-1)!.at.getTime() + 48 * hourMs))
  let netCents = 0
  let gathered = 0
  for (const day of new Set(sales.map(({ businessDay }) => businessDay))) {
    const closed = await closeDay(end, { dayCloseId: newId(), storeId, day })
    netCents += closed.netCents
    gathered += await countOrphans(end, closed.dayCloseId)
  }
  return { netCents, gathered }
}

/** The planted bug: a day is the 24 hours after its beginning. */
function sumByTwentyFourHours({ sales }: Sold, zone: string) {
  const counts = [...new Set(sales.map(({ businessDay }) => businessDay))].map((day) => {
    const from = startOfLocalDay(day, zone).getTime() + cutoffHour * hourMs
    return sales.filter(({ at }) => at.getTime() >= from && at.getTime() < from + 24 * hourMs).length
  })
  const gathered = counts.reduce((sum, count) => sum + count, 0)
  return { netCents: gathered * priceCents, gathered }
}

for (const night of nights) {
  test(
    `${night.zone}, ${night.what}: each sale is in just one business day from 04:00, and the days sum to all of them`,
    inWork(async (work) => {
      const sold = await sellThroughTheNight(work, night)
      for (const { at, businessDay } of sold.sales) {
        const wall = wallOf(at, night.zone)
        const [date, time] = [wall.slice(0, 10), wall.slice(11)]
        assert.equal(businessDay, time < '04:00' ? addDays(date, -1) : date, wall)
      }
      const whole = { netCents: sold.sales.length * priceCents, gathered: sold.sales.length }
      assert.deepEqual(await closeAllDays(work, sold), whole)
      if (!night.isOrdinary) assert.notDeepEqual(sumByTwentyFourHours(sold, night.zone), whole, 'the check sees it')
    }),
  )
}
