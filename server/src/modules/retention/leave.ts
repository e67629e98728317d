import { refundPassFromAfar } from '#modules/cashier/refund/refund-from-afar.ts'
import { packOn } from '#modules/law-packs/pack-rules.ts'
import { readStoreRegion } from '#modules/law-packs/store-law.ts'
import { cancelPass, readCancelFacts, restorePass, takeBackCancel } from '#modules/passes/cancel-pass.ts'
import { type CancelTime, quoteCancel } from '#modules/passes/cancel-rules.ts'
import { type HeldPass, readHeldPass } from '#modules/passes/held-passes.ts'
import type { Work } from '#platform/work.ts'
import { addDays, localDay, startOfLocalDay } from '#shared/business-day.ts'
import { newId } from '#shared/ids.ts'
import { accept, Refused } from '#shared/refusal.ts'
import { readFlow, readFlowVersion } from './flow-queries.ts'
import { isHeldOut } from './flow-rules.ts'
import type { Answer, Flow, OfferRule } from './flow-types.ts'
import { insertFollowUp } from './follow-up-queries.ts'
import { noteWinBack } from './follow-ups.ts'
import {
  type Channel,
  type ConfirmedAs,
  insertLeaving,
  insertOffers,
  type Leaving,
  lockLeaving,
  markTakenBack,
  type Offer,
  type ProofKind,
  readLeaving,
  readOffers,
  setReason,
  writeAnswers,
  writeCancelled,
  writeConfirmed,
} from './leaving-queries.ts'
import { readCases } from './offer-cases.ts'
import { noteJudging } from './judge-offers.ts'
import { offerPrint } from './offer-judging-rules.ts'
import { chooseOffers, offersAfterwards } from './offer-rules.ts'
import { writeWithheld } from './offer-stop-queries.ts'
import { type LeavingQuote, quoteLeaving } from './leaving-quote.ts'
import { receiptNumberOf } from './receipt-rules.ts'
import { keepAnswers } from './survey-rules.ts'
import { reasonWords, recordWords } from './record-words.ts'

export type LeavingInput = {
  leavingId: string
  passId: string
  /** Whose pass it has to be; staff name the member they serve. */
  memberId: string
  channel: Channel
  reasonCode?: string | null | undefined
  note?: string | undefined
  proof?: { kind: ProofKind; tail?: string | undefined } | undefined
}

/** What the way out shows before anything is done: both endings priced, and what will be asked. Locks nothing. */
export async function previewLeaving(work: Work, { passId, memberId }: { passId: string; memberId: string }) {
  const [{ held, facts }, flow] = await Promise.all([ownPass(work, passId, memberId), readFlow(work)])
  const law = await lawOf(work, held)
  const now = await quoteLeaving(work, facts, 'now')
  // Without an end, or with an end asked for before, there is one way only.
  const isOneWay = held.pass.endsDay === null || held.pass.cancelAskedAt !== null
  const atEnd = isOneWay ? null : await quoteLeaving(work, facts, 'period_end')
  return { held, flow, law, quotes: { now, atEnd } }
}

/**
 * Sets out to leave: keeps the reason and decides, once, which offers are made. Who is held out is made none, for ever. Nothing ends
 * yet, and nothing here stands in the way of finishing. A leaving of the same pass that was left open is given up for this one.
 */
export async function beginLeaving(work: Work, input: LeavingInput): Promise<{ leaving: Leaving; offers: Offer[] }> {
  const { leavingId, passId, memberId, channel, proof } = input
  if ((channel === 'counter' || channel === 'phone') && !proof) throw new Refused('proof_needed')
  // A voice is no proof: whoever calls is called back, at the number on record.
  if (channel === 'phone' && proof?.kind !== 'call_back') throw new Refused('call_back_needed')
  const [{ held, facts }, flow] = await Promise.all([ownPass(work, passId, memberId), readFlow(work)])
  // Refuses what has ended: there is nothing to leave.
  accept(quoteCancel(facts, { cause: 'member', time: 'now' }))
  const law = await lawOf(work, held)
  const isOut = isHeldOut(flow, work.merchantId, memberId)
  await insertLeaving(work, {
    ...{ id: leavingId, memberId, passId, planId: held.pass.planId, storeId: held.pass.storeId },
    ...{ flowVersion: flow.version, lawPack: law.id, channel, isHeldOut: isOut },
    ...{ reasonCode: knownReason(flow, input.reasonCode), note: input.note ?? '' },
    ...{ proofKind: proof?.kind ?? null, proofTail: proof?.tail ?? null },
    staffId: work.actor.kind === 'staff' ? work.actor.userId : null,
  })
  // Who came signed out came to leave: there is nobody to make an offer to.
  if (flow.offersAt === 'beside' && channel !== 'open')
    await makeOffers(work, { leavingId, held, flow, isOut, reasonCode: input.reasonCode })
  work.emit({
    type: 'cancellation.begun',
    subject: { kind: 'member', id: memberId },
    data: { cancellationId: leavingId, passId, reasonCode: input.reasonCode ?? null, isHeldOut: isOut },
  })
  return { leaving: (await readLeaving(work, leavingId))!, offers: await readOffers(work, [leavingId]) }
}

function knownReason(flow: Flow, code: string | null | undefined): string | null {
  if (code === null || code === undefined) return null
  if (!flow.reasons.some((reason) => reason.code === code)) throw new Refused('invalid_input', { field: 'reasonCode' })
  return code
}

async function makeOffers(
  work: Work,
  wish: { leavingId: string; held: HeldPass; flow: Flow; isOut: boolean; reasonCode?: string | null | undefined },
): Promise<void> {
  const { leavingId, held, flow, isOut, reasonCode } = wish
  const [facts] = await readCases(work, flow, [{ held, isHeldOut: false, reasonCode: reasonCode ?? null }])
  const choice = chooseOffers(flow, facts!)
  const rules = [choice.main, choice.fallback].filter((rule) => rule !== null)
  // What they would have been offered is kept: offers are judged by who would have had the very same.
  if (isOut) return writeWithheld(work, leavingId, rules.map(offerPrint))
  if (rules.length > 0) await noteJudging(work)
  const offer = (rule: OfferRule | null, place: Offer['place']) =>
    rule === null
      ? []
      : [
          {
            ...{ id: newId(), leavingId, place, code: rule.code, terms: rule.terms, costCents: rule.costCents },
            endsAt: new Date(work.at.getTime() + rule.validHours * 3_600_000),
          },
        ]
  await insertOffers(work, held.pass.memberId, [...offer(choice.main, 'main'), ...offer(choice.fallback, 'fallback')])
}

export type Finish = {
  leavingId: string
  time: CancelTime
  /** What was shown; null: sent by a phone that had no line then, to be executed as it stands now. */
  fingerprint: string | null
  /** Why there is no code of the member's phone, where staff finish for them. */
  withoutCode?: Exclude<ConfirmedAs, 'code'> | undefined
  reasonCode?: string | null | undefined
  note?: string | undefined
  /** To the flow's questions; what fits none of them is left out. */
  answers?: readonly Answer[] | undefined
}

/**
 * Finishes: ends the pass exactly as shown, books what comes back, writes the receipt, plans the call afterwards. A quote that changed
 * is refused with the new one, but for a request that waited for a line: a cancel is never lost. Staff finish with the member's code, or say why there is none
 * (`confirmation_needed`). Twice is refused. Locks the leaving, then what the refund or the pass locks.
 */
export async function finishLeaving(
  work: Work,
  { leavingId, time, fingerprint, withoutCode, ...said }: Finish,
): Promise<{ leaving: Leaving; quote: LeavingQuote }> {
  const leaving = await openLeaving(work, leavingId)
  const flow = await readFlowVersion(work, leaving.flowVersion)
  const reasonCode = said.reasonCode === undefined ? leaving.reasonCode : knownReason(flow, said.reasonCode)
  // What waited for a line was asked for under another flow, perhaps: nobody is there to be asked for more.
  if (flow.asksReason && leaving.channel !== 'open' && reasonCode === null && fingerprint !== null)
    throw new Refused('invalid_input', { field: 'reasonCode' })
  const { passId, memberId } = leaving
  const { facts } = await readCancelFacts(work, passId)
  const quote = await quoteLeaving(work, facts, time)
  if (fingerprint !== null && quote.fingerprint !== fingerprint) {
    throw new Refused('quote_changed', { refundCents: quote.refundCents, fingerprint: quote.fingerprint })
  }
  await confirmed(work, leaving, withoutCode)
  await setReason(work, { id: leavingId, reasonCode, note: said.note ?? leaving.note })
  if (said.answers) await writeAnswers(work, leavingId, keepAnswers(flow.questions, reasonCode, said.answers))
  const reason = await recordWords(work, 'leaving', reasonWords(flow, reasonCode))
  const back = await execute(work, leaving, quote, reason)
  const receiptNumber = receiptNumberOf(leavingId, work.at)
  await writeCancelled(work, leavingId, { quote, receiptNumber, ...back })
  await planAfterwards(work, leaving, flow)
  const held = await readHeldPass(work, passId)
  if (flow.offersAt === 'after_receipt' && leaving.channel !== 'open') {
    const left = offersAfterwards(flow, time)
    await makeOffers(work, { leavingId, held, flow: left, isOut: leaving.isHeldOut, reasonCode })
  }
  const { pass } = held
  const day = quote.lastDay ?? localDay(work.at, pass.zone)
  work.emit({
    type: 'cancellation.executed',
    subject: { kind: 'member', id: memberId },
    data: { cancellationId: leavingId, name: pass.name, day, refundCents: quote.refundCents, receiptPath: null },
  })
  work.audit({
    action: 'retention.cancel',
    subject: { kind: 'pass', id: passId },
    changes: {
      ...{ time: [null, time], refundCents: [0, quote.refundCents], channel: [null, leaving.channel] },
      ...(withoutCode === undefined ? {} : { confirmedAs: [null, withoutCode] }),
    },
    reason,
  })
  return { leaving: (await readLeaving(work, leavingId))!, quote }
}

/** The member's yes, where staff finish for them. Who is there without a phone, or has lost it, is not kept from leaving. */
async function confirmed(work: Work, leaving: Leaving, withoutCode: Finish['withoutCode']): Promise<void> {
  if (leaving.channel === 'portal' || leaving.channel === 'open' || leaving.confirmedAt) return
  if (!withoutCode) throw new Refused('confirmation_needed')
  await writeConfirmed(work, leaving.id, withoutCode)
}

async function execute(work: Work, { id, passId }: Leaving, quote: LeavingQuote, reason: string) {
  const { pass } = await readHeldPass(work, passId)
  const { saleId, saleLineId: lineId } = pass
  if (quote.refundCents === 0 || saleId === null || lineId === null) {
    const { time, fingerprint } = quote
    await cancelPass(work, { passId, cause: 'member', time, reason, fingerprint })
    // A pass without a sale in these books was imported: what is due is handed over by a person.
    return { refundId: null, toHandOverCents: quote.refundCents }
  }
  const { toHandOverCents } = await refundPassFromAfar(work, { refundId: id, saleId, lineId, reason })
  return { refundId: id, toHandOverCents }
}

/** A call after some days, and the day on which a coupon may bring them back: both only where the flow says so. */
async function planAfterwards(work: Work, leaving: Leaving, flow: Flow): Promise<void> {
  const { id: leavingId, memberId, storeId } = leaving
  const { pass } = await readHeldPass(work, leaving.passId)
  const dueIn = (days: number) => startOfLocalDay(addDays(localDay(work.at, pass.zone), days), pass.zone)
  const task = { leavingId, memberId, storeId }
  if (flow.callBackDays !== null) {
    await insertFollowUp(work, { id: newId(), ...task, kind: 'call_back', terms: {}, dueAt: dueIn(flow.callBackDays) })
  }
  if (flow.winBack) {
    const { days, templateId } = flow.winBack
    const dueAt = dueIn(days)
    await insertFollowUp(work, { id: newId(), ...task, kind: 'win_back', terms: { templateId }, dueAt })
    await noteWinBack(work, dueAt)
  }
}

/**
 * Takes a cancellation back: one for the end of the period before it has come; one that took effect at once within the days to restore,
 * where no money came back: the pass is there again as it was. Whoever would have called them has nothing to call about any more.
 */
export async function takeBackLeaving(work: Work, leavingId: string, memberId: string): Promise<{ passId: string }> {
  const leaving = await lockLeaving(work, leavingId)
  if (!leaving || leaving.memberId !== memberId) throw new Refused('leaving_not_found')
  if (leaving.doneAs !== 'cancelled' || leaving.takenBackAt) throw new Refused('cancel_not_asked')
  const { passId, time } = leaving
  await (time === 'period_end' ? takeBackCancel(work, passId) : restorePass(work, passId))
  await markTakenBack(work, passId)
  return { passId }
}

/** Locks a leaving that is still under way. */
export async function openLeaving(work: Work, leavingId: string, memberId?: string): Promise<Leaving> {
  const leaving = await lockLeaving(work, leavingId)
  if (!leaving || (memberId !== undefined && leaving.memberId !== memberId)) throw new Refused('leaving_not_found')
  if (leaving.doneAs !== null) throw new Refused('leaving_done', { doneAs: leaving.doneAs })
  return leaving
}

/** Another's pass answers as one that does not exist. */
async function ownPass(work: Work, passId: string, memberId: string) {
  const read = await readCancelFacts(work, passId)
  if (read.held.pass.memberId !== memberId) throw new Refused('pass_not_found')
  return read
}

async function lawOf(work: Work, { pass, today }: HeldPass) {
  const { region } = await readStoreRegion(work, pass.storeId)
  return packOn(region, today)
}
