import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newId } from '#shared/ids.ts'
import { testApp } from '#testing/app.ts'
import { makeCallers } from '#testing/callers.ts'
import { makeMember } from '#testing/make-member.ts'
import { makeShop } from '#testing/make-merchant.ts'
import { makePoints, takePoints } from '#testing/make-value.ts'
import { committed, inWork, staffActor } from '#testing/work.ts'
import { listExpiring } from './list-expiring.ts'

test(
  'members stand by the day on which they lose something first, with all that lapses in the stretch',
  inWork(async (work) => {
    await makeShop(work)
    const late = await makeMember(work)
    const soon = await makeMember(work)
    const far = await makeMember(work)
    const past = await makeMember(work)
    await makePoints(work, late.id, 100, '2026-03-06')
    await makePoints(work, soon.id, 40, '2026-03-02')
    await makePoints(work, soon.id, 60, '2026-03-05')
    await makePoints(work, soon.id, 500, '2026-06-01')
    await makePoints(work, far.id, 10, '2026-03-20')
    await makePoints(work, past.id, 10, '2026-02-20')
    const { items } = await listExpiring(work, { of: 'points', days: 7 })
    assert.deepEqual(
      items.map(({ id, units, expiresDay }) => ({ id, units, expiresDay })),
      [
        { id: soon.id, units: 100, expiresDay: '2026-03-02' },
        { id: late.id, units: 100, expiresDay: '2026-03-06' },
      ],
    )
    assert.deepEqual((await listExpiring(work, { of: 'stored_value', days: 366 })).items, [])
  }),
)

test(
  'what was spent does not lapse any more',
  inWork(async (work) => {
    await makeShop(work)
    const { id } = await makeMember(work)
    await makePoints(work, id, 40, '2026-03-02')
    await takePoints(work, id, 40)
    assert.deepEqual((await listExpiring(work, { of: 'points', days: 7 })).items, [])
  }),
)

test(
  'pages hold each member once, and a phone is masked for who may not see it',
  inWork(async (work) => {
    await makeShop(work)
    for (let index = 0; index < 3; index++) {
      await makePoints(work, (await makeMember(work)).id, 10, '2026-03-02')
    }
    const first = await listExpiring(work, { of: 'points', days: 7, limit: 2 })
    const second = await listExpiring(work, { of: 'points', days: 7, limit: 2, cursor: first.next! })
    assert.equal(new Set([...first.items, ...second.items].map(({ id }) => id)).size, 3)
    assert.equal(second.next, null)
    assert.match(first.items[0]!.phone!, /^\+86139\d{8}$/)
    const masked = await listExpiring(work.as(staffActor(['ledger.read']), work.at), { of: 'points', days: 7 })
    assert.match(masked.items[0]!.phone!, /\*/)
  }),
)

test('the list answers over HTTP, and refuses a cursor of its reader’s making', async () => {
  const app = await testApp()
  const { merchantId, owner } = await makeCallers()
  const memberId = await committed(merchantId, async (work) => {
    const { id } = await makeMember(work)
    await makePoints(work, id, 25, '2026-03-03')
    return id
  })
  const get = (query: string) => app.inject({ url: `/api/v1/expiring-value?${query}`, headers: owner })
  const { items } = (await get('of=points&days=7')).json<{ items: { id: string; units: number }[] }>()
  assert.deepEqual(
    items.map(({ id, units }) => [id, units]),
    [[memberId, 25]],
  )
  assert.equal((await get(`of=points&days=7&cursor=${newId()}`)).json<{ code: string }>().code, 'invalid_input')
  assert.equal((await get('of=points&days=0')).statusCode, 400)
})
