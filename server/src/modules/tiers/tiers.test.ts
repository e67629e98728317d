import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { previewRefund, refundSale } from '#modules/cashier/refund/refund-sale.ts'
import { mergeMembers, quoteMerge, undoMerge } from '#modules/member-lifecycle/merge-members.ts'
import { memberTiers } from '#modules/members/member-tiers.ts'
import type { OpenWork, Work } from '#platform/work.ts'
import { addDays, type Day, localDay } from '#shared/business-day.ts'
import { newId } from '#shared/ids.ts'
import { makeItem } from '#testing/make-item.ts'
import { makeMember } from '#testing/make-member.ts'
import { makeShop } from '#testing/make-merchant.ts'
import { makeSale } from '#testing/make-sale.ts'
import { makeProgramme, programmeTerms } from '#testing/make-tiers.ts'
import { inWork, type TestWork } from '#testing/work.ts'
import { addGrowth, endGrant, grantTier } from './grant-tier.ts'
import { qualifyingSales } from './hear-sales.ts'
import { publishProgramme } from './publish-programme.ts'
import { readDays, recountDays } from './qualifying-queries.ts'
import { tierReviewSweep } from './review-standings.ts'
import { readStandings } from './standing-queries.ts'

type Shop = Awaited<ReturnType<typeof makeShop>> & { itemId: string }

async function shop(work: TestWork): Promise<Shop> {
  return { ...(await makeShop(work)), itemId: (await makeItem(work)).id }
}

const noon = (day: Day) => new Date(`${day}T04:00:00Z`)
const on = (work: OpenWork, day: Day) => work.as(work.actor, noon(day))

/** Delivers what was said since the last time, as the outbox would. */
async function hear(work: TestWork | OpenWork, from: number): Promise<void> {
  for (const { event, id, at } of work.events.slice(from)) {
    if (!qualifyingSales.types.includes(event.type)) continue
    const { type, subject, data } = event
    const told = { id, type, subjectKind: subject.kind, subjectId: subject.id, seq: 1, at, data }
    await qualifyingSales.handle(work.as(work.actor, at), told)
  }
}

/** Buys for so many hundred yuan on a day, and tells. */
async function buy(work: OpenWork, { storeId, itemId }: Shop, memberId: string, day: Day, units: number) {
  const from = work.events.length
  const sale = await makeSale(on(work, day), { storeId, memberId, items: [[itemId, units]] })
  await hear(work, from)
  return sale
}

async function giveBack(work: OpenWork, sale: Awaited<ReturnType<typeof makeSale>>, day: Day, units: number) {
  const from = work.events.length
  const lines = [{ lineId: sale.input.lines[0]!.lineId, quantityMilli: units * 1_000 }]
  const then = on(work, day)
  const { fingerprint } = await previewRefund(then, { saleId: sale.saleId, lines })
  await refundSale(then, { saleId: sale.saleId, lines, fingerprint, reason: '不合适', refundId: newId() })
  await hear(work, from)
}

const levelOf = async (work: Work, memberId: string) => (await memberTiers(work, [memberId])).get(memberId)
const today = '2026-03-01'

test(
  'a sale lifts its member at once, a refund lowers the units and not the level',
  inWork(async (work) => {
    const made = await shop(work)
    const { id } = await makeMember(work)
    const terms = programmeTerms()
    await makeProgramme(work, terms)
    const sale = await buy(work, made, id, today, 10)
    assert.equal(await levelOf(work, id), terms.ids[0])
    await giveBack(work, sale, '2026-04-01', 10)
    assert.equal(await levelOf(work, id), terms.ids[0])
    assert.equal((await readStandings(work, [id])).get(id)!.units, 0)
    assert.equal(work.emitted.filter((type) => type === 'tier.changed').length, 1)
  }),
)

test(
  'a level is reviewed on its anniversary, keeps its grace and falls one step: the sweep comes when it is due',
  inWork(async (work) => {
    const made = await shop(work)
    const { id } = await makeMember(work)
    const terms = programmeTerms()
    await makeProgramme(work, terms)
    await buy(work, made, id, today, 30)
    const next = (await tierReviewSweep.run(work))!
    assert.equal(localDay(next, 'Asia/Shanghai'), '2027-03-01')
    const afterReview = (await tierReviewSweep.run(on(work, '2027-03-02')))!
    assert.equal(
      await levelOf(work, id),
      terms.ids[1],
      'what was bought on the day of reaching counts in the first review',
    )
    assert.equal(localDay(afterReview, 'Asia/Shanghai'), '2028-03-01')
    await tierReviewSweep.run(on(work, '2028-03-01'))
    assert.ok(work.emitted.includes('tier.grace_began'))
    assert.equal(await levelOf(work, id), terms.ids[1])
    await tierReviewSweep.run(on(work, '2028-03-31'))
    assert.equal(await levelOf(work, id), terms.ids[0])
  }),
)

test(
  'the first version counts what members did before there was any, a later one leaves levels to their reviews',
  inWork(async (work) => {
    const made = await shop(work)
    const { id } = await makeMember(work)
    await buy(work, made, id, '2026-02-01', 30)
    const terms = programmeTerms()
    await makeProgramme(work, terms)
    assert.equal(await levelOf(work, id), terms.ids[1])
    const dearer = { ...terms, levels: terms.levels.map((level) => ({ ...level, units: level.units * 10 })) }
    await makeProgramme(work, dearer)
    assert.equal(await levelOf(work, id), terms.ids[1])
    await makeProgramme(work, { ...terms, levels: [terms.levels[0]!] })
    assert.equal(await levelOf(work, id), terms.ids[0], 'a level that was dropped becomes the one below it')
    await assert.rejects(publishProgramme(work, { version: 1, terms }), { code: 'settings_changed' })
  }),
)

test(
  'a grant lifts until its day, with a reason in the log',
  inWork(async (work) => {
    await shop(work)
    const { id } = await makeMember(work)
    const terms = programmeTerms()
    await makeProgramme(work, terms)
    const grant = { grantId: newId(), memberId: id, tierId: terms.ids[1], untilDay: '2026-03-31', reason: '老邻居' }
    await grantTier(work, grant)
    assert.equal(await levelOf(work, id), terms.ids[1])
    assert.ok(work.audits.some(({ entry }) => entry.action === 'tiers.grant' && entry.reason === '老邻居'))
    await tierReviewSweep.run(on(work, '2026-03-31'))
    assert.equal(await levelOf(work, id), terms.ids[1])
    await tierReviewSweep.run(on(work, '2026-04-01'))
    assert.equal(await levelOf(work, id), null)
    await assert.rejects(grantTier(work, { ...grant, untilDay: '2026-02-28' }), { code: 'invalid_tier_grant' })
    await assert.rejects(grantTier(work, { ...grant, tierId: newId() }), { code: 'tier_not_found' })
    await grantTier(work, { ...grant, grantId: newId() })
    await endGrant(work, { memberId: id, reason: '误授' })
    assert.equal(await levelOf(work, id), null)
    await assert.rejects(endGrant(work, { memberId: id, reason: '误授' }), { code: 'tier_grant_not_found' })
  }),
)

test(
  'growth is worked out from money, visits and what other systems saw',
  inWork(async (work) => {
    const made = await shop(work)
    const { id } = await makeMember(work)
    const growth = { perCents: 1_000, perVisit: 5 }
    const terms = programmeTerms({ measure: 'growth', growth })
    await makeProgramme(work, {
      ...terms,
      levels: terms.levels.map((level, index) => ({ ...level, units: 100 * (index + 1) })),
    })
    await buy(work, made, id, today, 2)
    await buy(work, made, id, today, 1)
    assert.equal((await readStandings(work, [id])).get(id)!.units, 30 + 5)
    await addGrowth(work, { growthId: newId(), memberId: id, units: 65, reason: '社群活动' })
    assert.equal(await levelOf(work, id), terms.ids[0])
    await assert.rejects(
      addGrowth(work, { growthId: newId(), memberId: id, units: 1, day: '2026-03-02', reason: '' }),
      {
        code: 'invalid_growth_day',
      },
    )
  }),
)

async function merge(work: OpenWork, survivorId: string, absorbedId: string): Promise<string> {
  const { fingerprint } = await quoteMerge(work, { survivorId, absorbedId })
  return (await mergeMembers(work, { id: newId(), survivorId, absorbedId, fingerprint })).mergeId
}

test(
  'two records that become one keep the better level and are counted together; taken apart, each is itself again',
  inWork(async (work) => {
    const made = await shop(work)
    const [a, b] = [(await makeMember(work)).id, (await makeMember(work)).id]
    const terms = programmeTerms()
    await makeProgramme(work, terms)
    await buy(work, made, a, '2026-02-01', 10)
    await buy(work, made, b, '2026-02-02', 25)
    const mergeId = await merge(work, a, b)
    assert.equal(await levelOf(work, a), terms.ids[1])
    assert.equal((await readStandings(work, [a])).get(a)!.units, 350_000)
    await undoMerge(work, { mergeId })
    assert.equal(await levelOf(work, a), terms.ids[0])
    assert.equal(await levelOf(work, b), terms.ids[0])
    assert.equal((await readStandings(work, [b])).get(b)!.units, 250_000)
  }),
)

const dayArbitrary = fc.oneof(
  fc.integer({ min: 0, max: 900 }).map((days) => addDays('2023-06-01', days)),
  fc.constantFrom('2024-02-28', '2024-02-29', '2023-12-31', '2024-01-31', '2025-02-28'),
)
const actArbitrary = fc.record({
  day: dayArbitrary,
  who: fc.nat(2),
  kind: fc.constantFrom('buy', 'buy', 'buy', 'refund', 'merge'),
  units: fc.integer({ min: 1, max: 6 }),
  pick: fc.nat(20),
})

test('counting deed by deed comes to what counting everything again comes to, and to a naive sum over all sales', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(actArbitrary, { minLength: 3, maxLength: 14 }), async (acts) => {
      await inWork(async (work) => {
        const made = await shop(work)
        const people = [await makeMember(work), await makeMember(work), await makeMember(work)].map(({ id }) => id)
        await makeProgramme(work, programmeTerms())
        const root = new Map(people.map((id) => [id, id]))
        const sales: {
          by: string
          day: Day
          units: number
          left: number
          sale: Awaited<ReturnType<typeof makeSale>>
        }[] = []
        for (const { day, who, kind, units, pick } of acts.toSorted((x, y) => (x.day < y.day ? -1 : 1))) {
          const memberId = root.get(people[who]!)!
          const open = sales.filter(({ left }) => left > 0)
          if (kind === 'buy') {
            const sale = await buy(work, made, memberId, day, units)
            sales.push({ by: memberId, day, units, left: units, sale })
          } else if (kind === 'refund' && open.length > 0) {
            const each = open[pick % open.length]!
            const back = Math.min(units, each.left)
            await giveBack(work, each.sale, day, back)
            each.left -= back
          } else if (kind === 'merge' && memberId !== root.get(people[pick % 3]!)) {
            const other = root.get(people[pick % 3]!)!
            await merge(on(work, day), memberId, other)
            for (const [id, to] of root) if (to === other) root.set(id, memberId)
          }
        }
        const roots = [...new Set(root.values())]
        const span = { from: '2020-01-01', isWhole: true }
        const counted = await readDays(work, roots, span)
        for (const id of roots) {
          const own = sales.filter(({ by }) => root.get(by) === id)
          const naive = new Map<Day, { spend: number; visit: boolean }>()
          for (const { day, left } of own) {
            const was = naive.get(day) ?? { spend: 0, visit: false }
            naive.set(day, { spend: was.spend + left * 10_000, visit: was.visit || left > 0 })
          }
          const found = (counted.get(id) ?? []).map(({ day, spendCents, visits }) => [day, spendCents, visits])
          assert.deepEqual(
            found.sort(),
            [...naive].map(([day, { spend, visit }]) => [day, spend, visit ? 1 : 0]).sort(),
          )
        }
        await recountDays(
          work,
          roots.map((memberId) => ({ memberId, day: null, saleId: null })),
        )
        const bySomething = (map: typeof counted) =>
          [...map].map(([id, days]) => [id, days.map((d) => JSON.stringify(d)).sort()]).sort()
        assert.deepEqual(bySomething(await readDays(work, roots, span)), bySomething(counted))
      }, noon(today))()
    }),
    { numRuns: 12 },
  )
})
