import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { openDatabase } from '#platform/db.ts'
import { newId } from '#shared/ids.ts'
import { issueCoupons } from '#modules/coupons/issue-coupons.ts'
import { testApp } from './app.ts'
import { makeCouponTemplate } from './make-coupon.ts'
import { makeItem } from './make-item.ts'
import { makeLeaving } from './make-leaving.ts'
import { makeMember } from './make-member.ts'
import { makeMemberSession } from './make-member-session.ts'
import { caller, makeCommittedShop } from './make-merchant.ts'
import { makePass, makePlan } from './make-pass.ts'
import { makeSale } from './make-sale.ts'
import { makePoints, makeStoredValue } from './make-value.ts'
import { recordStatement } from './sql-recorder.ts'
import { committed, testSecretKey } from './work.ts'

let sent = 0
const database = openDatabase({
  url: process.env.TEST_DATABASE_URL!,
  poolSize: 2,
  secretKey: testSecretKey,
  onStatement(text) {
    sent++
    recordStatement(text)
  },
  ...(process.env.TEST_DATABASE_ASSUME_ROLE ? { assumeRole: process.env.TEST_DATABASE_ASSUME_ROLE } : {}),
})
after(() => database.close())

test('what a page of the phone asks of the database does not grow with what a member holds', async () => {
  const app = await testApp(undefined, undefined, undefined, database)
  const { merchantId, storeId } = await makeCommittedShop()
  const pages = app.routesTable
    .filter(({ method, url, rules }) => method === 'GET' && !url.includes(':') && isOfMembers(rules.access))
    .map(({ url }) => `${url.replace('/api/v1', '')}${url.endsWith('/me/coupons') ? '?state=usable' : ''}`)
  assert.ok(pages.length > 30)
  const phoneOf = (times: number) =>
    committed(merchantId, async (work) => {
      const { id: memberId } = await makeMember(work)
      const template = await makeCouponTemplate(work)
      const [plan, { id: itemId }] = [await makePlan(work), await makeItem(work)]
      for (let count = 0; count < times; count++) {
        await makePass(work, { storeId, memberId, plan })
        await makeLeaving(work, { storeId, memberId, isFinished: true })
        await makeSale(work, { storeId, memberId, items: [[itemId, 1]] })
        await makePoints(work, memberId, 100, `2026-0${4 + count}-01`)
        await makeStoredValue(work, memberId, 10_000, 1_000)
        await issueCoupons(work, { issueId: newId(), templateId: template.id, memberIds: [memberId], reason: 'test' })
      }
      return caller(app, await makeMemberSession(work, memberId))
    })
  const [few, many] = [await phoneOf(1), await phoneOf(4)]
  // The least of three: the first reads what is kept between questions, and what runs beside asks now and then for itself.
  const askedBy = async (phone: typeof few, url: string) => {
    const counts: number[] = []
    for (let ask = 0; ask < 3; ask++) {
      sent = 0
      const { status } = await phone.call({ url })
      assert.ok(status < 500, `${url}: ${status}`)
      counts.push(sent)
    }
    return Math.min(...counts)
  }
  const grown: string[] = []
  for (const url of pages) {
    const [one, four] = [await askedBy(few, url), await askedBy(many, url)]
    if (four > one) grown.push(`${url}: ${one} → ${four}`)
  }
  assert.deepEqual(grown, [])
})

function isOfMembers(access: unknown): boolean {
  return Array.isArray(access) && access.length === 1 && access[0] === 'member'
}
