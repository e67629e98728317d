import assert from 'node:assert/strict'
import { test } from 'node:test'
import { drainOutbox } from '#platform/outbox.ts'
import type { Work } from '#platform/work.ts'
import { testApp } from '#testing/app.ts'
import { makeMember } from '#testing/make-member.ts'
import { makeShop, signIn } from '#testing/make-merchant.ts'
import { committed, inWork, testAt, testDatabase, type TestWork } from '#testing/work.ts'
import { newId } from '#shared/ids.ts'
import { readAcceptance, rulesAcceptedAtEnrolment } from './rules-page-accept.ts'
import { keepRulesPage, readRulesPage } from './rules-page.ts'
import { setEarnPolicy } from './set-earn-policy.ts'

const publish = (work: Work, perCents: number) =>
  setEarnPolicy(work, { rule: { points: 1, perCents, excludedTenders: [], isTaxIncluded: true }, expiry: null })

/** Lets the module hear of everybody who was enrolled so far, twice: events come at least once. */
async function hear(work: TestWork): Promise<void> {
  for (const [seq, { event, id, at }] of [...work.events, ...work.events].entries()) {
    if (event.type !== 'member.enrolled') continue
    const { kind: subjectKind, id: subjectId } = event.subject
    const delivered = { id, type: event.type, subjectKind, subjectId, seq, at, data: event.data ?? {} }
    await rulesAcceptedAtEnrolment.handle(work, delivered)
  }
}

const accepted = async (work: Work, memberId: string) => {
  const known = await readAcceptance(work, memberId)
  return known && [known.version, known.how]
}

test(
  'who agrees to the rules when joining has that version on record, once; who does not has none',
  inWork(async (work) => {
    await makeShop(work)
    await publish(work, 100)
    const { version } = await readRulesPage(work)
    const [yes, no] = [await makeMember(work, { pointsRulesVersion: version }), await makeMember(work)]
    await hear(work)
    assert.deepEqual(await accepted(work, yes.id), [version, 'enrolment'])
    assert.equal(await accepted(work, no.id), null)
    assert.equal(work.emitted.filter((type) => type === 'points.rules_accepted').length, 1)
  }),
)

test(
  'what was shown is what was agreed to when the rules change in the same minute; a version that never was is nobody’s',
  inWork(async (work) => {
    await makeShop(work)
    await publish(work, 100)
    const { version } = await keepRulesPage(work)
    const shown = await makeMember(work, { pointsRulesVersion: version })
    await publish(work, 200)
    const invented = await makeMember(work, { pointsRulesVersion: version + 7 })
    await hear(work)
    assert.deepEqual(await accepted(work, shown.id), [version, 'enrolment'])
    assert.equal(await accepted(work, invented.id), null)
  }),
)

test('the till sends what the member agreed to with the enrolment, and the member’s page shows it', async () => {
  const app = await testApp()
  const merchantId = newId()
  const { shop, version } = await committed(merchantId, async (work) => {
    const made = await makeShop(work)
    await publish(work, 100)
    return { shop: made, version: (await keepRulesPage(work)).version }
  })
  const owner = await signIn(app, { merchantId, userId: shop.ownerId })
  const payload = { name: '韩梅梅', homeStoreId: shop.storeId, source: 'till', pointsRulesVersion: version }
  const enrolled = await owner.call({ method: 'POST', url: '/members', payload })
  assert.equal(enrolled.status, 201)
  await drainOutbox({ database: testDatabase(), subscriptions: [rulesAcceptedAtEnrolment], merchantId, at: testAt })
  const { body } = await owner.call({ url: `/members/${enrolled.body.id}/points-rules` })
  assert.deepEqual([body.version, body.accepted.version, body.accepted.how], [version, version, 'enrolment'])
})
