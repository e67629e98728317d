import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sql } from 'kysely'
import { enrolMembers } from '#modules/members/enrol-members.ts'
import { openDatabase } from '#platform/db.ts'
import { inTransaction } from '#platform/transaction.ts'
import type { Work } from '#platform/work.ts'
import { newId } from '#shared/ids.ts'
import { accept, Refused } from '#shared/refusal.ts'
import { makeCoupon, makeCouponTemplate } from '#testing/make-coupon.ts'
import { freshPhone } from '#testing/make-member.ts'
import { makeShop } from '#testing/make-merchant.ts'
import { systemActor, testAt, testSecretKey } from '#testing/work.ts'
import { type CouponState, planCouponUse } from './coupon-rules.ts'
import { claimCoupon, issueCoupons } from './issue-coupons.ts'
import { writeIssue } from './issue-queries.ts'
import { exportCodes, makeCodes } from './make-codes.ts'
import { openCode } from './open-code.ts'
import { lockCoupons, readCouponState, writeCouponUses } from './use-coupons.ts'

const database = openDatabase({ url: process.env.TEST_DATABASE_URL!, poolSize: 24, secretKey: testSecretKey })
after(() => database.close())

const merchantId = newId()
const run = <T>(body: (work: Work) => Promise<T>) =>
  inTransaction(database, { merchantId, actor: systemActor, at: testAt }, body)

let storeId: string
let memberIds: string[]

before(async () => {
  await run(async (work) => {
    storeId = (await makeShop(work)).storeId
    const rows = Array.from({ length: 500 }, (_, index) => ({
      ...{ id: newId(), name: `会员${index}`, phone: freshPhone(), source: 'till' as const },
    }))
    memberIds = (await enrolMembers(work, rows)).map((outcome) => accept(outcome).id)
  })
})

/** How many of commands sent at once were accepted; all others must have been refused in words, not failed. */
async function winners(attempts: (() => Promise<unknown>)[]): Promise<number> {
  const outcomes = await Promise.allSettled(attempts.map((attempt) => attempt()))
  for (const outcome of outcomes) {
    if (outcome.status === 'rejected') assert.ok(outcome.reason instanceof Refused, String(outcome.reason))
  }
  return outcomes.filter(({ status }) => status === 'fulfilled').length
}

const times = (n: number, attempt: (index: number) => Promise<unknown>) =>
  Array.from({ length: n }, (_, index) => () => attempt(index))

type Hold = (work: Work, couponIds: readonly string[]) => Promise<CouponState>

/** Uses a coupon as a sale does, with what `hold` says of it. */
function use(couponId: string, memberId: string, hold: Hold = lockCoupons): Promise<void> {
  return run(async (work) => {
    const state = await hold(work, [couponId])
    const sale = { saleId: newId(), storeId, timeZone: 'Asia/Shanghai', memberId, at: work.at }
    await writeCouponUses(work, accept(planCouponUse(state, sale, [{ couponId, offCents: 1_000 }])))
  })
}

/** Reads without a lock, and waits until all have read: the bug that each of these tests must notice. */
function withoutLock(readers: number): Hold {
  const meet = meeting(readers)
  return async (work, ids) => {
    const state = await readCouponState(work, ids)
    await meet()
    return state
  }
}

function meeting(size: number): () => Promise<void> {
  let arrived = 0
  const { promise, resolve } = Promise.withResolvers<void>()
  return () => {
    if (++arrived === size) resolve()
    return promise
  }
}

const templateOf = (given: Parameters<typeof makeCouponTemplate>[1]) =>
  run((work) => makeCouponTemplate(work, given)).then(({ id }) => id)
const couponOf = (memberId: string, templateId: string) =>
  run((work) => makeCoupon(work, memberId, templateId)).then(({ id }) => id)

test('500 sales take one coupon at once: one has it', async () => {
  const memberId = memberIds[0]!
  const templateId = await templateOf({})
  const couponId = await couponOf(memberId, templateId)
  assert.equal(await winners(times(500, () => use(couponId, memberId))), 1)

  const planted = await couponOf(memberId, templateId)
  const hold = withoutLock(8)
  await assert.rejects(winners(times(8, () => use(planted, memberId, hold))), assert.AssertionError)
})

test('500 members claim a coupon of which there are 50: 50 have one', async () => {
  const templateId = await templateOf({ totalLimit: 50, isClaimable: true })
  const claim = (index: number) =>
    run((work) => claimCoupon(work, { issueId: newId(), templateId, memberId: memberIds[index]! }))
  assert.equal(await winners(times(500, claim)), 50)
  assert.equal(await countIssued(templateId), 50)

  const planted = await templateOf({ totalLimit: 1 })
  await assert.rejects(winners(times(8, naiveIssue(planted, 8))), assert.AssertionError)
})

test('a member claims a coupon 100 times at once where two are allowed: two', async () => {
  const templateId = await templateOf({ memberLimit: 2, isClaimable: true })
  const claim = () => run((work) => claimCoupon(work, { issueId: newId(), templateId, memberId: memberIds[1]! }))
  assert.equal(await winners(times(100, claim)), 2)
  assert.equal(await countIssued(templateId), 2)
})

test('a list and single members at once never take more than the pool holds', async () => {
  const templateId = await templateOf({ totalLimit: 30 })
  const give = (index: number) =>
    run((work) => {
      const some = index % 4 === 0 ? memberIds.slice(index, index + 7) : [memberIds[index]!]
      return issueCoupons(work, { issueId: newId(), templateId, memberIds: some, reason: '' })
    })
  await winners(times(60, give))
  const issued = await countIssued(templateId)
  assert.ok(issued <= 30 && issued > 23, `${issued} issued`)
})

test('100 coupons of ten yuan against a budget of a hundred: ten are used', async () => {
  const templateId = await templateOf({ budgetCents: 10_000 })
  const { coupons } = await run((work) =>
    issueCoupons(work, { issueId: newId(), templateId, memberIds: memberIds.slice(0, 100), reason: '' }),
  )
  assert.equal(await winners(times(100, (index) => use(coupons[index]!.couponId, coupons[index]!.memberId))), 10)

  const planted = await templateOf({ budgetCents: 1_000 })
  const { coupons: more } = await run((work) =>
    issueCoupons(work, { issueId: newId(), templateId: planted, memberIds: memberIds.slice(0, 8), reason: '' }),
  )
  const hold = withoutLock(8)
  const attempts = times(8, (index) => use(more[index]!.couponId, more[index]!.memberId, hold))
  await assert.rejects(winners(attempts), assert.AssertionError)
})

test('100 members show one code at once: it is one member’s', async () => {
  const templateId = await templateOf({})
  const code = await run(async (work) => {
    const issueId = newId()
    await makeCodes(work, { issueId, templateId, quantity: 1, reason: '' })
    return [...(await exportCodes(work, issueId))].join('').trim()
  })
  const open = (index: number) => run((work) => openCode(work, { code, memberId: memberIds[index]! }))
  assert.equal(await winners(times(100, open)), 1)
  assert.equal(await countIssued(templateId), 1)
})

/** How many coupons of a template there are. */
function countIssued(templateId: string): Promise<number> {
  return run(async (work) => {
    const [row] = await work.send<{ count: number }>(sql`
      select count(*) from coupons.coupon where merchant_id = ${merchantId} and template_id = ${templateId}`)
    return row!.count
  })
}

/** Looks at the pool without locking it: the CHECK of the table stops what the decision should have. */
function naiveIssue(templateId: string, readers: number) {
  const meet = meeting(readers)
  return (index: number) =>
    run(async (work) => {
      const [pool] = await work.send<{ left: number }>(sql`
        select total_limit - issued as left from coupons.pool
         where merchant_id = ${merchantId} and template_id = ${templateId}`)
      await meet()
      if (pool!.left < 1) throw new Refused('coupon_pool_short', { left: 0 })
      const endsAt = new Date(work.at.getTime() + 86_400_000)
      const head = {
        id: newId(),
        templateId,
        templateVersion: 1,
        kind: 'given' as const,
        reason: '',
        memberLimit: null,
      }
      await writeIssue(work, { ...head, startsAt: work.at, endsAt }, [{ id: newId(), memberId: memberIds[index]! }])
    })
}
