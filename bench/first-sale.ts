// The first sale over HTTP: signed in, durable, three lines, a member, stored value and cash, points, stock, events, key.
// As a ratio to SU16 of the same minutes, at 1, 16 and 64 connections. Run: node bench/first-sale.ts [--seconds 6] [--rounds 3]
import { parseArgs } from 'node:util'
import { createItem } from '#modules/catalog/create-item.ts'
import { enrolMembers } from '#modules/members/enrol-members.ts'
import { setEarnPolicy } from '#modules/points/set-earn-policy.ts'
import { newId } from '#shared/ids.ts'
import { makeStoredValue } from '#testing/make-value.ts'
import { saleInputOf } from '#testing/make-sale.ts'
import { startBenchShop } from './lib/bench-shop.ts'
import { httpLoad } from './lib/http-load.ts'
import { describeMachine } from './lib/machine.ts'
import { prepareSu16 } from './lib/su16.ts'

const { values } = parseArgs({
  options: { seconds: { type: 'string', default: '6' }, rounds: { type: 'string', default: '3' } },
})
const seconds = Number(values.seconds)

const shop = await startBenchShop()
try {
  console.log(await describeMachine(shop.ownerUrl))
  const su16 = await prepareSu16(shop.ownerUrl)
  const sale = await stock()
  for (let round = 1; round <= Number(values.rounds); round++) {
    const unit = await su16(seconds)
    console.log(`round ${round}: SU16 ${unit.tps.toFixed(0)}/s (${unit.tool})`)
    for (const connections of [1, 16, 64]) {
      const { perSecond, p50Ms, p99Ms, failures } = await httpLoad({
        port: shop.port,
        connections,
        seconds,
        makeRequest: sale,
      })
      console.log(
        `  ${String(connections).padStart(2)} connections: ${perSecond.toFixed(0)} sales/s = ${(perSecond / unit.tps).toFixed(2)} SU16,` +
          ` p50 ${p50Ms.toFixed(1)} ms, p99 ${p99Ms.toFixed(1)} ms ${Object.keys(failures).length ? JSON.stringify(failures) : ''}`,
      )
    }
  }
} finally {
  await shop.stop()
}

/** A shop with goods and regulars; gives a maker of sales, each of a member, with three lines. */
async function stock() {
  const { storeId } = shop
  const itemIds = await shop.inWork(async (work) => {
    await setEarnPolicy(work, {
      rule: { points: 1, perCents: 100, excludedTenders: [], isTaxIncluded: true },
      expiry: { months: 12, round: 'month_end' },
    })
    const ids: string[] = []
    for (let i = 0; i < 100; i++) {
      const id = newId()
      await createItem(work, {
        id,
        kind: 'product',
        name: `商品 ${i}`,
        listPriceCents: 1_000 + i * 10,
        taxRateBps: 600,
        tracksStock: true,
      })
      ids.push(id)
    }
    return ids
  })
  const memberIds: string[] = []
  for (let chunk = 0; chunk < 10; chunk++) {
    await shop.inWork(async (work) => {
      const rows = Array.from({ length: 100 }, (_, i) => ({
        id: newId(),
        name: `会员 ${chunk * 100 + i}`,
        phone: `+86138${String(chunk * 100 + i).padStart(8, '0')}`,
        source: 'import' as const,
      }))
      await enrolMembers(work, rows)
      for (const { id } of rows) await makeStoredValue(work, id, 100_000_000, 10_000_000)
      memberIds.push(...rows.map(({ id }) => id))
    })
  }
  // A few hundred carts priced once; each request takes one with fresh ids: the fingerprint holds ids of lines, so those stay.
  const carts = await shop.inWork(async (work) => {
    const made = []
    for (let i = 0; i < 500; i++) {
      const items = [0, 1, 2].map((n) => [itemIds[(i * 3 + n) % itemIds.length]!, 1 + (n % 2)] as const)
      made.push(
        await saleInputOf(work, { storeId, memberId: memberIds[i % memberIds.length]!, items, storedCents: 1_000 }),
      )
    }
    return made
  })
  let next = 0
  return () => ({
    method: 'POST',
    path: '/api/v1/sales',
    headers: { ...shop.headers, 'idempotency-key': newId() },
    body: carts[next++ % carts.length],
  })
}
