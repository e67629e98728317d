import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { isDeepStrictEqual } from 'node:util'
import { sql } from 'kysely'
import { rollBirthdaysJob } from '#modules/members/jobs.ts'
import { grantTier } from '#modules/tiers/grant-tier.ts'
import { type Database, openDatabase } from '#platform/db.ts'
import { type DueSweep, runDueWork } from '#platform/due-work.ts'
import type { Job } from '#platform/jobs.ts'
import { inTransaction } from '#platform/transaction.ts'
import type { Work } from '#platform/work.ts'
import { dueSweeps, jobs } from '#server/jobs.ts'
import { newId } from '#shared/ids.ts'
import { makeCouponTemplate } from './make-coupon.ts'
import { makeMember } from './make-member.ts'
import { makeShop } from './make-merchant.ts'
import { makeProgramme, programmeTerms } from './make-tiers.ts'
import { makePoints } from './make-value.ts'
import { databaseWithoutLocks, isSeenWithin } from './planted-bugs.ts'
import { systemActor, testSecretKey } from './work.ts'

// Three servers at one database, each with the very sweeps that the product runs.
const url = process.env.TEST_DATABASE_URL!
const servers = [1, 2, 3].map(() => openDatabase({ url, poolSize: 3, secretKey: testSecretKey }))
after(() => Promise.all(servers.map((server) => server.close())))

const dayMs = 86_400_000
const leftAt = new Date('2026-03-29T04:00:00Z')
const backAt = new Date(leftAt.getTime() + 3 * dayMs)

/** A shop that its servers leave alone for three days: points end on each, a birthday and the first of a month come. */
async function makeShopBeforeOutage(): Promise<string> {
  const merchantId = newId()
  await inTransaction(servers[0]!, { merchantId, actor: systemActor, at: leftAt }, async (work) => {
    await makeShop(work)
    const { id: templateId } = await makeCouponTemplate(work)
    const terms = programmeTerms()
    const given = { templateId, quantity: 1, costCents: 500 }
    const benefits = [
      { ...given, benefitId: newId(), kind: 'gift' as const, every: 'month' as const, isAutomatic: true },
      { ...given, benefitId: newId(), kind: 'birthday_gift' as const, daysBefore: 0 },
    ]
    const levels = terms.levels.map((level, rank) => (rank === 0 ? { ...level, benefits } : level))
    await makeProgramme(work, { ...terms, levels })
    const birthday = { calendar: 'solar' as const, year: 1990, month: 3, date: 31, isLeapMonth: false }
    const { id: memberId } = await makeMember(work, { birthday })
    const grant = { memberId, tierId: terms.ids[0], untilDay: '2028-12-31', reason: '试用' }
    await grantTier(work, { grantId: newId(), ...grant })
    for (const day of ['2026-03-29', '2026-03-30', '2026-03-31']) await makePoints(work, memberId, 100, day)
  })
  return merchantId
}

type Servers = { databases: readonly Database[]; sweeps: readonly DueSweep[]; roll?: Job }

/** What turns birthdays to the next year, as the product runs it. */
const productRoll = jobs.find(({ name }) => name === 'members.roll_birthdays')!

/**
 * All servers at once, twice each; then a clock that jumped an hour ahead, and one that was set back a day. They come back in the very
 * minute in which passed birthdays look forward to the next year, and that is the first thing they do.
 */
async function comeBack({ databases, sweeps, roll = productRoll }: Servers): Promise<string[]> {
  const errors: string[] = []
  const onError = (error: unknown) => errors.push(String(error))
  const runAt = async (at: Date) => {
    const clock = { now: () => at }
    await Promise.all(databases.map((database) => roll.run({ database, clock, log: onError })))
    await Promise.all([...databases, ...databases].map((database) => runDueWork({ database, sweeps, at, onError })))
  }
  await runAt(backAt)
  await runAt(new Date(backAt.getTime() + dayMs / 24))
  await runAt(new Date(backAt.getTime() - dayMs))
  return errors
}

/** What the three days came to. */
async function verdictOf(merchantId: string, errors: readonly string[]) {
  const ask = async (work: Work) => {
    const [expired, gifts, told, members] = await Promise.all([
      work.send<{ units: number }>(sql`
        select units from ledger.entry where merchant_id = ${merchantId} and kind = 'expire' order by id`),
      work.send<{ kind: string; period: string }>(sql`
        select kind, period from tiers.gift where merchant_id = ${merchantId} order by kind, period`),
      work.send<{ count: number }>(sql`
        select count(*) as count from coupons.coupon where merchant_id = ${merchantId}`),
      work.send<{ nextBirthdayDay: string }>(sql`
        select next_birthday_day from members.member where merchant_id = ${merchantId}`),
    ])
    return {
      errors,
      expired: expired.map(({ units }) => units),
      gifts: gifts.map(({ kind, period }) => `${kind} ${period}`),
      coupons: told[0]!.count,
      birthdays: members.map(({ nextBirthdayDay }) => nextBirthdayDay),
    }
  }
  return inTransaction(servers[0]!, { merchantId, actor: systemActor, at: backAt }, ask)
}

const onceEach = {
  errors: [],
  expired: [100, 100, 100],
  gifts: ['birthday_gift 2026-03-31', 'gift 2026-03-01', 'gift 2026-04-01'],
  coupons: 3,
  birthdays: ['2027-03-31'],
}

async function outcomeOf(made: Servers) {
  const merchantId = await makeShopBeforeOutage()
  return verdictOf(merchantId, await comeBack(made))
}

test('three servers that come back after three days, each twice, then with clocks that jump: every period’s effect is there once', async () => {
  assert.deepEqual(await outcomeOf({ databases: servers, sweeps: dueSweeps }), onceEach)
})

test('the check sees servers that take no turns', async () => {
  const databases = servers.map(databaseWithoutLocks)
  const isSeen = await isSeenWithin(
    10,
    async () => !isDeepStrictEqual(await outcomeOf({ databases, sweeps: dueSweeps }), onceEach),
  )
  assert.ok(isSeen)
})

test('the check sees a birthday that was lost on the way', async () => {
  const without = dueSweeps.filter(({ kind }) => kind !== 'tiers.birthday_gifts')
  assert.notDeepEqual(await outcomeOf({ databases: servers, sweeps: without }), onceEach)
})

test('the check sees birthdays that are turned to the next year before anybody looked at them', async () => {
  const { gifts } = await outcomeOf({ databases: servers, sweeps: dueSweeps, roll: rollBirthdaysJob([]) })
  assert.deepEqual(gifts, ['gift 2026-03-01', 'gift 2026-04-01'])
})
