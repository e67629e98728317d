import assert from 'node:assert/strict'
import { test } from 'node:test'
import { expireValue } from '#modules/ledger/expire-value.ts'
import { makeMember } from '#testing/make-member.ts'
import { makeShop } from '#testing/make-merchant.ts'
import { makePoints, takePoints } from '#testing/make-value.ts'
import { inWork, testAt, type TestWork } from '#testing/work.ts'
import { expiredNoticeSweep } from './expired-notice.ts'

const on = (work: TestWork, days: number) => work.as(work.actor, new Date(testAt.getTime() + days * 86_400_000))

/** A day as it is lived: what is due is booked, then the morning's telling. */
async function live(work: TestWork, days: number) {
  const now = on(work, days)
  while ((await expireValue(now)).lots > 0);
  return expiredNoticeSweep.run(now)
}

const told = (work: TestWork) =>
  work.events
    .filter(({ event }) => event.type === 'points.expired')
    .map(({ event }) => [event.subject.id, event.data?.['points'], event.data?.['day']])

test(
  'a member is told once of all points that ended on a day, in the morning after, and nobody of points that were used',
  inWork(async (work) => {
    await makeShop(work)
    const [anna, bo] = [(await makeMember(work)).id, (await makeMember(work)).id]
    await makePoints(work, anna, 300, '2026-03-10')
    await makePoints(work, anna, 50, '2026-03-10')
    await makePoints(work, anna, 20, '2026-03-12')
    await makePoints(work, bo, 200, '2026-03-10')
    await takePoints(work, bo, 200)
    for (let day = 8; day <= 16; day++) for (let run = 0; run < 2; run++) await live(work, day)
    assert.deepEqual(told(work), [
      [anna, 350, '2026-03-10'],
      [anna, 20, '2026-03-12'],
    ])
  }),
)

test(
  'before everything that is due was booked nobody is told half of it',
  inWork(async (work) => {
    await makeShop(work)
    const { id } = await makeMember(work)
    await makePoints(work, id, 300, '2026-03-10')
    const now = on(work, 11)
    assert.deepEqual(await expiredNoticeSweep.run(now), new Date(now.at.getTime() + 300_000))
    assert.deepEqual(told(work), [])
    await live(work, 11)
    assert.deepEqual(told(work), [[id, 300, '2026-03-10']])
  }),
)

test(
  'what ended while the server was away for a week is told to nobody, and a clock put back tells nobody again',
  inWork(async (work) => {
    await makeShop(work)
    const { id } = await makeMember(work)
    await makePoints(work, id, 300, '2026-03-03')
    await makePoints(work, id, 40, '2026-03-11')
    await live(work, 11)
    await live(work, 10)
    await live(work, 11)
    assert.deepEqual(told(work), [[id, 40, '2026-03-11']])
  }),
)
