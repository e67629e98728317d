import { isHeldOut, shippedFlow } from '#modules/retention/flow-rules.ts'
import { readFlow } from '#modules/retention/flow-queries.ts'
import type { FlowTerms } from '#modules/retention/flow-types.ts'
import { noteImprovement } from '#modules/retention/improvements.ts'
import { beginLeaving, finishLeaving } from '#modules/retention/leave.ts'
import type { Offer } from '#modules/retention/leaving-queries.ts'
import { judgeOffer, offerPrint } from '#modules/retention/offer-judging-rules.ts'
import { insertStop } from '#modules/retention/offer-stop-queries.ts'
import { insertPassGift } from '#modules/retention/pass-gift-queries.ts'
import { publishFlow } from '#modules/retention/publish-flow.ts'
import type { Work } from '#platform/work.ts'
import { newId } from '#shared/ids.ts'
import { makeMember } from './make-member.ts'
import { type MadePlan, makePass, makePlan } from './make-pass.ts'

const words = { zh: '顾问联系', en: 'An advisor calls' }
const advisor = {
  ...{ code: 'advisor', words, terms: { kind: 'contact' as const }, reasons: [], minPaidCents: 0, minDaysHeld: 0 },
  ...{ costCents: 0, maxCostBps: 10_000, monthlyBudgetCents: null, validHours: 24 },
}

/** Publishes a flow: what ships, an advisor beside the way out, nobody held out, a call after a week; unless the test says otherwise. */
export async function makeFlow(work: Work, given: Partial<FlowTerms> = {}): Promise<void> {
  const terms = { ...shippedFlow, offersAt: 'beside' as const, offers: [advisor], holdoutBps: 0, callBackDays: 7 }
  await publishFlow(work, { ...terms, ...given, version: (await readFlow(work)).version })
}

/** A member whom the flow that is published makes offers to, or holds out of them. */
export async function makeMemberOfLot(work: Work, isOut: boolean): Promise<string> {
  const flow = await readFlow(work)
  let memberId: string
  do memberId = (await makeMember(work)).id
  while (isHeldOut(flow, work.merchantId, memberId) !== isOut)
  return memberId
}

/** Such a member who bought the plan and set out to leave it at once. */
export async function makeAsker(
  work: Work,
  { storeId, plan, isOut }: { storeId: string; plan: MadePlan; isOut: boolean },
): Promise<{ memberId: string; leavingId: string; offers: Offer[] }> {
  const memberId = await makeMemberOfLot(work, isOut)
  const { passId } = await makePass(work, { storeId, memberId, plan })
  const leavingId = newId()
  const wish = { leavingId, passId, memberId, channel: 'portal', reasonCode: 'moved' } as const
  return { memberId, leavingId, offers: (await beginLeaving(work, wish)).offers }
}

/** A member of a pass who set out to leave on the phone, and finished where the test says so. */
export async function makeLeaving(
  work: Work,
  { storeId, memberId, isFinished = false }: { storeId: string; memberId: string; isFinished?: boolean },
): Promise<{ leavingId: string; passId: string }> {
  const { passId } = await makePass(work, { storeId, memberId, plan: await makePlan(work) })
  const leavingId = newId()
  await beginLeaving(work, { leavingId, passId, memberId, channel: 'portal', reasonCode: 'moved' })
  if (isFinished) await finishLeaving(work, { leavingId, time: 'now', fingerprint: null })
  return { leavingId, passId }
}

/** A pass that its holder hands on by a link, for a day unless the test says otherwise. */
export async function makePassGift(
  work: Work,
  { storeId, memberId, hours = 24 }: { storeId: string; memberId: string; hours?: number },
): Promise<{ passGiftId: string; passId: string }> {
  const { leavingId, passId } = await makeLeaving(work, { storeId, memberId })
  const passGiftId = newId()
  const endsAt = new Date(work.at.getTime() + hours * 3_600_000)
  await insertPassGift(work, { id: passGiftId, leavingId, passId, memberId, endsAt })
  return { passGiftId, passId }
}

/** An offer that was stopped because it loses money. */
export async function makeOfferStop(work: Work): Promise<{ offerStopId: string }> {
  const id = newId()
  const figures = judgeOffer({ made: [], taken: [], withheld: [] })
  await insertStop(work, { id, code: 'advisor', print: offerPrint(advisor), ground: 'costs_more', figures })
  return { offerStopId: id }
}

/** Something that the shop changed because people moved away. */
export async function makeImprovement(work: Work, day = '2026-02-01'): Promise<{ improvementId: string }> {
  return noteImprovement(work, { id: newId(), reasonCode: 'moved', day, words: '新开南门店' })
}
