import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { sql } from 'kysely'
import { expireValue } from '#modules/ledger/expire-value.ts'
import { verifyLedger } from '#modules/ledger/verify-ledger.ts'
import { addDays, localDay } from '#shared/business-day.ts'
import { newId } from '#shared/ids.ts'
import { isRefusal, Refused } from '#shared/refusal.ts'
import { makeMember } from '#testing/make-member.ts'
import { makeShop } from '#testing/make-merchant.ts'
import { holdings, makePoints, takePoints } from '#testing/make-value.ts'
import { inWork, type TestWork } from '#testing/work.ts'
import { closeLiabilityMonths, readLiabilityMonths } from './liability-close.ts'
import { journalFile } from './liability.ts'
import { expiryNoticeSweep } from './expiry-notice.ts'
import { publishEnding } from './expiry-policy.ts'
import { never } from './expiry-rules.ts'
import { dueLots, runExpiry } from './expiry-run.ts'
import { extendPoints, quoteExtension } from './extension.ts'
import { readEndingMembers, readForecast } from './forecast.ts'
import { refreshForecast } from './forecast-refresh.ts'
import { setRedeemPolicy } from './redeem-policy.ts'
import { reminderStepOf } from './reminder-rules.ts'
import { reminderSweep } from './reminder-sweep.ts'
import { readMemberExtensions } from './member-extensions.ts'
import { publishRescue } from './rescue-policy.ts'
import { reinstatePoints } from './rescue-reinstate.ts'
import { acceptRules, readAcceptance } from './rules-page-accept.ts'
import { readRulesPage } from './rules-page.ts'
import { setEarnPolicy } from './set-earn-policy.ts'

const today = '2026-03-01'
const later = (work: TestWork, days: number) =>
  work.as(work.actor, new Date(work.at.getTime() + days * 86_400_000)) as TestWork

async function shop(work: TestWork) {
  const { storeId } = await makeShop(work)
  await setEarnPolicy(work, {
    rule: { points: 1, perCents: 100, excludedTenders: [], isTaxIncluded: true },
    expiry: { months: 6, round: 'month_end' },
  })
  await setRedeemPolicy(work, {
    version: 0,
    rule: { points: 100, worthCents: 100, minPoints: 100, stepPoints: 100, maxShareBps: 10_000 },
    returnedExpired: 'grace',
    graceDays: 7,
  })
  return { storeId }
}

const year = { from: today, to: '2027-12-31', by: 'day' } as const
const rowsOf = async (work: TestWork) => {
  assert.ok(await refreshForecast(work))
  const { rows } = await readForecast(work, year)
  return rows.map(({ from, points, members, lots }) => [from, points, members, lots])
}

test(
  'the forecast is what the lots say, day by day and month by month, after whatever moved them',
  inWork(async (work) => {
    await shop(work)
    const [anna, bo] = [(await makeMember(work)).id, (await makeMember(work)).id]
    await makePoints(work, anna, 300, '2026-04-10')
    await makePoints(work, anna, 50, '2026-04-20')
    await makePoints(work, bo, 200, '2026-04-10')
    assert.deepEqual(await rowsOf(work), [
      ['2026-04-10', 500, 2, 2],
      ['2026-04-20', 50, 1, 1],
    ])
    const [april] = (await readForecast(work, { ...year, by: 'month' })).rows
    assert.deepEqual(april, { from: '2026-04-01', points: 550, members: 2, lots: 3, worthCents: 550 })
    await takePoints(work, anna, 300)
    await makePoints(work, bo, 70, '2026-05-31')
    assert.deepEqual(await rowsOf(later(work, 1)), [
      ['2026-04-10', 200, 1, 1],
      ['2026-04-20', 50, 1, 1],
      ['2026-05-31', 70, 1, 1],
    ])
    const page = await readEndingMembers(work, { ...year, after: null, limit: 2 })
    assert.deepEqual(
      page.map(({ memberId, day, points }) => [memberId, day, points]),
      [
        [bo, '2026-04-10', 200],
        [anna, '2026-04-20', 50],
      ],
    )
    const next = await readEndingMembers(work, { ...year, after: { day: '2026-04-20', memberId: anna }, limit: 2 })
    assert.deepEqual(
      next.map(({ memberId, day }) => [memberId, day]),
      [[bo, '2026-05-31']],
    )
  }),
)

test(
  'for random lots and moves the mirror stays what a count over all lots gives',
  inWork(async (work) => {
    await shop(work)
    const members: string[] = []
    for (let i = 0; i < 3; i++) members.push((await makeMember(work)).id)
    const step = fc.record({
      who: fc.nat({ max: 2 }),
      units: fc.integer({ min: 1, max: 40 }),
      inDays: fc.integer({ min: 1, max: 90 }),
      takes: fc.boolean(),
    })
    let hours = 0
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 6 }), async (steps) => {
        const own = work.as(work.actor, new Date(work.at.getTime() + ++hours * 3_600_000)) as TestWork
        for (const { who, units, inDays, takes } of steps) {
          const held = await holdings(own, members[who]!)
          if (takes && held.points > 0) await takePoints(own, members[who]!, Math.min(units, held.points))
          else await makePoints(own, members[who]!, units, addDays(today, inDays))
        }
        await refreshForecast(own)
        for (const [by, unit] of [['day', 'day'] as const, ['month', 'month'] as const]) {
          const truth = await own.send<{ from: string; points: number; members: number; lots: number }>(sql`
            select date_trunc(${unit}, ends_day)::date::text as from, sum(remaining_units)::bigint as points,
                   count(distinct owner_id)::integer as members, count(*)::integer as lots
              from ledger.read_open_lot where merchant_id = ${own.merchantId} and asset = 'points' and remaining_units > 0
             group by 1 order by 1`)
          const { rows } = await readForecast(own, { from: '2026-01-01', to: '2027-12-31', by })
          assert.deepEqual(
            rows.map(({ worthCents: _, ...row }) => row),
            truth,
          )
        }
      }),
      { numRuns: 60 },
    )
  }),
)

test('so many days left are told as the step that has not passed', () => {
  assert.deepEqual([40, 30, 29, 8, 7, 2, 1, 0, -1].map(reminderStepOf), [null, 30, 30, 30, 7, 7, 1, 1, null])
})

async function told(work: TestWork): Promise<unknown[]> {
  const before = work.events.length
  while ((await reminderSweep.run(work)) !== null);
  return work.events
    .slice(before)
    .filter(({ event }) => event.type === 'points.expiry_near')
    .map(({ event }) => [event.data['points'], event.data['daysLeft'], event.data['step']])
}

test(
  'members are told 30, 7 and 1 days before, once each however often it runs, never after, and not of points they used',
  inWork(async (work) => {
    await shop(work)
    const { id } = await makeMember(work)
    await makePoints(work, id, 300, addDays(today, 30))
    assert.deepEqual(await told(work), [[300, 30, 30]])
    assert.deepEqual(await told(work), [], 'a second run says nothing')
    assert.deepEqual(await told(later(work, 10)), [], 'nor does a day between the steps')
    await takePoints(work, id, 100)
    assert.deepEqual(await told(later(work, 23)), [[200, 7, 7]], 'what is left by then')
    assert.deepEqual(await told(later(work, 29)), [[200, 1, 1]])
    assert.deepEqual(await told(later(work, 31)), [], 'never after')
    const other = (await makeMember(work)).id
    await makePoints(work, other, 50, addDays(today, 6))
    await takePoints(later(work, 1), other, 50)
    assert.deepEqual(await told(later(work, 2)), [], 'quiet where everything was used meanwhile')
  }),
)

test(
  'a dry run lists every member, lot and value before the run, which books just that; a clock moved back changes nothing',
  inWork(async (work) => {
    await shop(work)
    const [anna, bo] = [(await makeMember(work)).id, (await makeMember(work)).id]
    await makePoints(work, anna, 300, addDays(today, 3))
    await makePoints(work, bo, 200, addDays(today, 5))
    await makePoints(work, bo, 70, addDays(today, 60))
    const then = later(work, 10)
    const first = await dueLots(work, { until: then.at, after: null, limit: 1 })
    const second = await dueLots(work, { until: then.at, after: first.next, limit: 1 })
    assert.deepEqual(
      [...first.items, ...second.items].map(({ ownerId, units, worthCents, endsDay }) => [
        ownerId,
        units,
        worthCents,
        endsDay,
      ]),
      [
        [anna, 300, 300, addDays(today, 3)],
        [bo, 200, 200, addDays(today, 5)],
      ],
    )
    assert.equal(second.next, null)
    await assert.rejects(runExpiry(work, then.at), (error) => error instanceof Refused && error.code === 'expiry_ahead')
    assert.deepEqual(await runExpiry(then, then.at), { lots: 2, units: 500, isMore: false })
    assert.deepEqual(await runExpiry(then, then.at), { lots: 0, units: 0, isMore: false }, 'again finds nothing')
    assert.deepEqual(await expireValue(work), { lots: 0, units: 0 }, 'nor does a clock moved back')
    assert.equal((await holdings(work, bo)).points, 70)
    assert.ok((await verifyLedger(work)).ok)
  }),
)

test(
  'an extension shows its cost first, moves what was shown, and refuses when that changed meanwhile',
  inWork(async (work) => {
    await shop(work)
    const [anna, bo] = [(await makeMember(work)).id, (await makeMember(work)).id]
    await makePoints(work, anna, 300, addDays(today, 20))
    await makePoints(work, bo, 40, addDays(today, 20))
    await refreshForecast(work)
    const cohort = { from: addDays(today, 10), to: addDays(today, 30), minPoints: 100, untilDay: addDays(today, 90) }
    const quote = await quoteExtension(work, cohort)
    assert.deepEqual([quote.members, quote.lots, quote.units, quote.worthCents], [1, 1, 300, 300])
    const input = { extensionId: newId(), cohort, fingerprint: quote.fingerprint, reason: '装修停业' }
    await takePoints(work, anna, 10)
    await assert.rejects(
      extendPoints(work, input),
      (error) => error instanceof Refused && error.code === 'quote_changed',
    )
    const again = await quoteExtension(work, cohort)
    await extendPoints(work, { ...input, fingerprint: again.fingerprint })
    assert.deepEqual(await rowsOf(work), [
      [addDays(today, 20), 40, 1, 1],
      [addDays(today, 90), 290, 1, 1],
    ])
    assert.ok(work.emitted.includes('points.extended'))
    const [line] = await readMemberExtensions(work, anna)
    assert.deepEqual([line!.points, line!.day, line!.reason], [290, addDays(today, 90), '装修停业'])
    assert.deepEqual(await readMemberExtensions(work, bo), [])
    assert.ok((await verifyLedger(work)).ok)
    for (const wrong of [
      { ...cohort, from: addDays(today, -3) },
      { ...cohort, untilDay: cohort.to },
    ]) {
      await assert.rejects(quoteExtension(work, wrong), Refused)
    }
  }),
)

test(
  'points that ended come back by a purchase within the days of grace, once, and not after',
  inWork(async (work) => {
    const { storeId } = await shop(work)
    await publishRescue(work, {
      version: 0,
      graceDays: 14,
      minPurchaseCents: 5_000,
      lifeDays: 30,
    })
    const { id: memberId } = await makeMember(work)
    await makePoints(work, memberId, 300, addDays(today, 3))
    const after = later(work, 8)
    assert.equal((await holdings(after, memberId)).points, 0, 'no money from the instant they ended, swept or not')
    const buy = (own: typeof after, netCents: number, saleId = newId()) =>
      reinstatePoints(own, { saleId, storeId, memberId, netCents })
    assert.equal(await buy(after, 4_999), null, 'too small a purchase')
    const saleId = newId()
    assert.deepEqual(await buy(after, 5_000, saleId), {
      points: 300,
      day: addDays(localDay(after.at, 'Asia/Shanghai'), 30),
    })
    assert.equal(await buy(after, 5_000, saleId), null, 'the same purchase again')
    assert.equal(await buy(later(work, 9), 9_000), null, 'nothing is left to bring back')
    assert.equal((await holdings(after, memberId)).points, 300)
    const kinds = await work.send<{ kind: string }>(sql`
      select kind from ledger.entry where merchant_id = ${work.merchantId} and asset = 'points' order by at, debit_version, credit_version`)
    assert.deepEqual(kinds.map(({ kind }) => kind).toSorted(), ['expire', 'grant', 'reinstate'])
    await makePoints(work, memberId, 100, addDays(today, 4))
    await expireValue(later(work, 6))
    assert.equal(await buy(later(work, 30), 9_000), null, 'the days of grace are over')
    assert.ok((await verifyLedger(work)).ok)
  }),
)

test(
  'a version for points that are there tells each member once and begins after their days of notice',
  inWork(async (work) => {
    await shop(work)
    const { id } = await makeMember(work)
    await makePoints(work, id, 300, '2027-03-31')
    const own = later(work, 1)
    const rule = { ...never, age: { days: 60 }, version: 0, reach: 'all' as const }
    await assert.rejects(
      publishEnding(own, { ...rule, noticeDays: 3 }),
      (error) => error instanceof Refused && error.code === 'notice_too_short',
    )
    await publishEnding(own, { ...rule, noticeDays: 30 })
    while (((await expiryNoticeSweep.run(own))?.getTime() ?? 0) === own.at.getTime());
    await expiryNoticeSweep.run(own)
    assert.equal(work.emitted.filter((type) => type === 'points.expiry_rule_announced').length, 1)
    assert.deepEqual(await rowsOf(own), [['2027-03-31', 300, 1, 1]], 'nothing moved yet')
    const begun = later(work, 32)
    await expiryNoticeSweep.run(begun)
    assert.deepEqual(await rowsOf(begun), [['2026-04-30', 300, 1, 1]], '60 days from the day they were earned')
    assert.ok((await verifyLedger(work)).ok)
  }),
)

test(
  'members accept a version of the rules; a change is another version, and an old one is no longer accepted',
  inWork(async (work) => {
    await shop(work)
    const { id: memberId } = await makeMember(work)
    const { version } = await readRulesPage(work)
    await acceptRules(work, { memberId, version, how: 'portal' })
    await acceptRules(work, { memberId, version, how: 'portal' })
    assert.equal((await readAcceptance(work, memberId))?.version, version)
    await publishEnding(work, { ...never, version: 0, idle: { months: 24 }, reach: 'new', noticeDays: 0 })
    const now = await readRulesPage(work)
    assert.equal(now.version, version + 1)
    const stale = acceptRules(work, { memberId, version, how: 'portal' })
    await assert.rejects(stale, (error) => error instanceof Refused && error.code === 'rules_changed')
    await acceptRules(work, { memberId, version: now.version, how: 'portal' })
    assert.equal((await readAcceptance(work, memberId))?.version, now.version)
    assert.equal(isRefusal(now), false)
  }),
)

test(
  'months are closed once, what is put aside is the points’ share of the price, and the journal balances',
  inWork(async (work) => {
    await shop(work)
    const { id } = await makeMember(work)
    await makePoints(work, id, 10_000, '2026-09-30')
    const may = later(work, 75)
    assert.equal(await closeLiabilityMonths(may), 2)
    assert.equal(await closeLiabilityMonths(may), 0, 'a second close finds nothing open')
    const [march, april] = await readLiabilityMonths(may)
    // 10,000 points at a point a yuan: 10,000.00 paid, worth 100.00 if all come back: 10,000 · 100 / 10,100.
    assert.deepEqual([march!.issuedPoints, march!.deferredCents, march!.isEstimate], [10_000, 9_901, false])
    assert.deepEqual([april!.issuedPoints, april!.deferredCents, april!.outstandingPoints], [0, 0, 10_000])
    const file = journalFile([march!, april!], { from: '2026-01-01', to: '2026-12-01' })
    const lines = file
      .trimEnd()
      .split('\r\n')
      .slice(1)
      .map((line) => line.split(','))
    const sum = (column: number) => lines.reduce((total, cells) => total + Number(cells[column] || 0), 0)
    assert.equal(sum(2), sum(3))
    assert.equal(sum(2), 99.01)
  }),
)
