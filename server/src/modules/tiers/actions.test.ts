import assert from 'node:assert/strict'
import { test } from 'node:test'
import { memberTiers } from '#modules/members/member-tiers.ts'
import { earnForAction } from '#modules/points/action-earn.ts'
import { setActionPolicy } from '#modules/points/action-policy.ts'
import { noActions } from '#modules/points/action-rules.ts'
import { setEarnPolicy } from '#modules/points/set-earn-policy.ts'
import { newId } from '#shared/ids.ts'
import { makeMember } from '#testing/make-member.ts'
import { makeShop } from '#testing/make-merchant.ts'
import { makeProgramme, programmeTerms } from '#testing/make-tiers.ts'
import { inWork, type TestWork } from '#testing/work.ts'
import { qualifyingActions } from './hear-sales.ts'
import { memberTierView } from './member-tier-view.ts'
import { simulateProgramme } from './simulate-programme.ts'

/** A programme of growth: ten for each action, silver from twenty. */
function actionTerms(perAction: number | undefined) {
  const terms = programmeTerms({ measure: 'growth', growth: { perCents: 0, perVisit: 5, perAction } })
  const levels = terms.levels.map((level, index) => ({ ...level, units: 20 * (index + 1) }))
  return { ...terms, levels }
}

/** Signs in on so many days that follow each other, and tells the levels of it. */
async function signIn(work: TestWork, memberId: string, days: readonly number[]) {
  for (const day of days) {
    const then = work.as(work.actor, new Date(work.at.getTime() + day * 86_400_000))
    const from = work.events.length
    await earnForAction(then, { action: 'sign_in', memberId, source: newId() })
    for (const { event, id, at } of work.events.slice(from)) {
      if (!qualifyingActions.types.includes(event.type)) continue
      const told = { id, type: event.type, subjectKind: 'member', subjectId: memberId, seq: 1, at, data: event.data }
      await qualifyingActions.handle(then, told)
    }
  }
}

async function shop(work: TestWork) {
  await makeShop(work)
  const rule = { points: 1, perCents: 100, excludedTenders: [], isTaxIncluded: true }
  await setEarnPolicy(work, { rule, expiry: null })
  const signIn = { points: 5, steps: [], budgetPoints: null }
  await setActionPolicy(work, { version: 0, terms: { ...noActions, signIn } })
  return (await makeMember(work)).id
}

test(
  'actions that points are given for count as growth, on their day, and lift at once',
  inWork(async (work) => {
    const id = await shop(work)
    const terms = actionTerms(10)
    await makeProgramme(work, terms)
    await signIn(work, id, [0])
    assert.equal((await memberTiers(work, [id])).get(id), null)
    await signIn(work, id, [1])
    assert.equal((await memberTiers(work, [id])).get(id), terms.ids[0])
    const tomorrow = work.as(work.actor, new Date(work.at.getTime() + 86_400_000))
    assert.equal((await memberTierView(tomorrow, id)).progress.units, 20)
  }),
)

test(
  'who published growth without actions before finds the actions of so far counted with the first version that asks for them',
  inWork(async (work) => {
    const id = await shop(work)
    await makeProgramme(work, actionTerms(undefined))
    await signIn(work, id, [-3, -2])
    assert.equal((await memberTierView(work, id)).progress.units, 0)
    const terms = actionTerms(10)
    const { ids: _ids, ...plain } = terms
    assert.equal((await simulateProgramme(work, plain)).up, 1)
    await makeProgramme(work, terms)
    assert.equal((await memberTiers(work, [id])).get(id), terms.ids[0])
  }),
)
