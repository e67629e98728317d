import assert from 'node:assert/strict'
import { test } from 'node:test'
import { memberView } from '#modules/members/member-view.ts'
import { rollBirthdays } from '#modules/members/roll-birthdays.ts'
import { updateMember } from '#modules/members/update-member.ts'
import { makeMember } from '#testing/make-member.ts'
import { makeShop } from '#testing/make-merchant.ts'
import { inWork, type TestWork } from '#testing/work.ts'
import { greetBirthdays } from './greet-birthdays.ts'
import { listMessages } from './message-queries.ts'

const lunar = { calendar: 'lunar', year: 1990, month: 12, date: 1, isLeapMonth: false } as const
const filter = { states: null, channel: 'inbox', topic: 'care', memberId: null } as const

/** How many greetings there are once the birthdays of a day were looked at. */
async function greetedBy(work: TestWork, day: string): Promise<number> {
  const then = work.as(work.actor, new Date(`${day}T03:00:00Z`))
  while ((await rollBirthdays(then)) > 0) {
    // page by page
  }
  await greetBirthdays(then)
  return (await listMessages(work, filter, { before: null, limit: 50 })).length
}

test(
  'a lunar birthday that comes twice in a solar year is greeted twice, one that was changed is not greeted again',
  inWork(async (work) => {
    await makeShop(work)
    const { id } = await makeMember(work, { birthday: lunar })
    assert.equal(await greetedBy(work, '2024-01-11'), 1)
    assert.equal(await greetedBy(work, '2024-01-12'), 1)
    const { version } = await memberView(work, id)
    const birthday = { calendar: 'solar', year: 1990, month: 5, date: 20, isLeapMonth: false } as const
    await updateMember(work.as(work.actor, new Date('2024-05-20T01:00:00Z')), {
      ...{ memberId: id, version, changes: { birthday } },
    })
    assert.equal(await greetedBy(work, '2024-05-20'), 1)
    await updateMember(work.as(work.actor, new Date('2024-05-21T01:00:00Z')), {
      ...{ memberId: id, version: version + 1, changes: { birthday: lunar } },
    })
    assert.equal(await greetedBy(work, '2024-12-30'), 1)
    assert.equal(await greetedBy(work, '2024-12-31'), 2)
  }, new Date('2024-01-11T02:00:00Z')),
)
