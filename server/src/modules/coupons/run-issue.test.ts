import assert from 'node:assert/strict'
import { test } from 'node:test'
import { blockMember } from '#modules/members/block-member.ts'
import { enrolMembers } from '#modules/members/enrol-members.ts'
import { runDueWork } from '#platform/due-work.ts'
import { newId } from '#shared/ids.ts'
import { isRefusal } from '#shared/refusal.ts'
import { makeCouponTemplate } from '#testing/make-coupon.ts'
import { makeShop } from '#testing/make-merchant.ts'
import { committed, testAt, testDatabase } from '#testing/work.ts'
import type { Audience } from './audience-rules.ts'
import { issueCoupons } from './issue-coupons.ts'
import { listIssues, readIssuedCoupons } from './issue-queries.ts'
import { issueToAudience, quoteAudience } from './issue-to-audience.ts'
import { issueSweep, membersPerPage } from './run-issue.ts'
import { stopTemplate } from './save-template.ts'
import { readPool } from './template-queries.ts'

const everybody: Audience = {
  ...{ tierIds: [], fields: [], birthdayMonths: [], storeIds: [], spendDays: 365 },
  ...{ minDaysSinceVisit: null, maxDaysSinceVisit: null, minSpendCents: null, maxSpendCents: null },
}
const people = 2 * membersPerPage + 7

/** A shop with more members than one piece of an issue holds, and a kind of coupon of which each may have one. */
async function makeCrowd() {
  const merchantId = newId()
  return committed(merchantId, async (work) => {
    await makeShop(work)
    const rows = Array.from({ length: people }, (_, index) => ({
      id: newId(),
      name: `会员${index}`,
      source: 'import' as const,
    }))
    const members = (await enrolMembers(work, rows)).map((outcome) => {
      assert.ok(!isRefusal(outcome))
      return outcome.id
    })
    const { id: templateId } = await makeCouponTemplate(work, { memberLimit: 1, totalLimit: 5_000 })
    return { merchantId, templateId, members }
  })
}

/** Issues to everybody, as it was just shown. */
const issueToAll = ({ merchantId, templateId }: Awaited<ReturnType<typeof makeCrowd>>, issueId = newId()) =>
  committed(merchantId, async (work) => {
    const wish = { templateId, audience: everybody }
    const { fingerprint } = await quoteAudience(work, wish)
    return issueToAudience(work, { ...wish, issueId, reason: '周年庆', fingerprint })
  })

/** One piece, in a transaction of its own, as a process does that is ended behind it. */
const onePiece = (merchantId: string) => committed(merchantId, (work) => issueSweep.run(work))

const standing = ({ merchantId, templateId }: { merchantId: string; templateId: string }) =>
  committed(merchantId, async (work) => {
    const [issue] = (await listIssues(work, templateId)).filter(({ run }) => run)
    const { given, skipped, isStopped, endedAt } = issue!.run!
    const pool = await readPool(work, templateId)
    return { quantity: issue!.quantity, given, skipped, isStopped, isOver: endedAt !== null, pool: pool!.issued }
  })

test('an audience of any size gets its coupons piece by piece: each one coupon, whoever stopped in between', async () => {
  const crowd = await makeCrowd()
  const { merchantId, templateId, members } = crowd
  const before = await issueToAll(crowd)
  assert.deepEqual([before.issued, before.waiting], [0, people])
  const begun = { quantity: people, given: 0, skipped: 0, isStopped: false, isOver: false, pool: people }
  assert.deepEqual(await standing(crowd), begun)

  await onePiece(merchantId)
  assert.deepEqual(await standing(crowd), { ...begun, given: membersPerPage })
  // Meanwhile one is blocked and another gets theirs otherwise: both are passed over, and the pool has them again.
  await committed(merchantId, async (work) => {
    const [blocked, served] = members.toSorted().slice(-2)
    await blockMember(work, { memberId: blocked!, reason: '重复登记' })
    await issueCoupons(work, { issueId: newId(), templateId, memberIds: [served!], reason: '' })
  })
  await runDueWork({ database: testDatabase(), sweeps: [issueSweep], at: testAt })
  const rest = people - 2
  assert.deepEqual(await standing(crowd), {
    ...begun,
    quantity: rest,
    given: rest,
    skipped: 2,
    isOver: true,
    pool: rest + 1,
  })
  assert.equal(await onePiece(merchantId), null)

  await committed(merchantId, async (work) => {
    const [issue] = (await listIssues(work, templateId)).filter(({ run }) => run)
    const holders = (await readIssuedCoupons(work, issue!.id)).map(({ memberId }) => memberId!)
    assert.deepEqual(holders.toSorted(), members.toSorted().slice(0, -2))
  })
})

test('a kind of coupon that is stopped ends what of an issue was not handed out yet, and the pool has it again', async () => {
  const crowd = await makeCrowd()
  await issueToAll(crowd)
  await onePiece(crowd.merchantId)
  await committed(crowd.merchantId, (work) => stopTemplate(work, crowd.templateId, true))
  await runDueWork({ database: testDatabase(), sweeps: [issueSweep], at: testAt })
  const given = membersPerPage
  assert.deepEqual(await standing(crowd), {
    ...{ quantity: given, given, skipped: people - given, isStopped: true, isOver: true, pool: given },
  })
})

test('who was shown is who gets one: a large audience that changed is refused, and nobody waits for a coupon', async () => {
  const { merchantId, templateId } = await makeCrowd()
  const wish = { templateId, audience: everybody }
  const { fingerprint } = await committed(merchantId, (work) => quoteAudience(work, wish))
  await committed(merchantId, (work) => enrolMembers(work, [{ id: newId(), name: '新来的', source: 'console' }]))
  const issue = committed(merchantId, (work) =>
    issueToAudience(work, { ...wish, issueId: newId(), reason: '', fingerprint }),
  )
  await assert.rejects(issue, { code: 'coupon_audience_changed' })
  assert.equal(await onePiece(merchantId), null)
})
