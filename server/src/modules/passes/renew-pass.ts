import { noteDue, type DueSweep } from '#platform/due-work.ts'
import type { Work } from '#platform/work.ts'
import { addDays, localDay, startOfLocalDay } from '#shared/business-day.ts'
import { Refused } from '#shared/refusal.ts'
import { noteChanges } from './change-queries.ts'
import { lockPass } from './held-passes.ts'
import { readLastOfLine, readPasses } from './pass-queries.ts'
import { type Pass, stateOf } from './pass-rules.ts'
import { lockedPrice } from './plan-facts.ts'
import { readPlans } from './plan-queries.ts'
import {
  lockDueRenewals,
  putRenewal,
  readNextRenewalAt,
  type RenewalRow,
  stopRenewal,
  writeRenewal,
} from './renewal-queries.ts'

export const renewalSweepKind = 'passes.renew'
/** Charges happen at nine in the morning of the store, when somebody can be asked. */
const chargeHour = 9
const renewalsPerRound = 100

const atHour = (day: string, zone: string) => new Date(startOfLocalDay(day, zone).getTime() + chargeHour * 3_600_000)

/** What would be charged, when, and when it is told before. Refuses a pass that ended, never ends, or whose terms know no such thing. */
function renewalOf(pass: Pass, today: string): { chargeDay: string; noticeDay: string } {
  if (stateOf(pass, today) === 'ended') throw new Refused('pass_ended')
  if (pass.endsDay === null) throw new Refused('pass_never_ends')
  const { renewal } = pass.terms
  if (!renewal?.isAuto) throw new Refused('auto_renewal_not_offered')
  if (pass.cancelAskedAt) throw new Refused('cancel_asked_before')
  const noticeDay = addDays(pass.endsDay, -renewal.noticeDays)
  if (noticeDay <= today) throw new Refused('auto_renewal_too_late', { noticeDays: renewal.noticeDays })
  return { chargeDay: pass.endsDay, noticeDay }
}

/** What agreeing to it now would mean: what is charged, when, and when it is told before. Refuses what `agreeToRenewal` refuses. Locks nothing. */
export async function previewRenewal(
  work: Work,
  { pass, today }: { pass: Pass; today: string },
): Promise<{ passId: string; chargeDay: string; noticeDay: string; priceCents: number }> {
  const { chargeDay, noticeDay } = renewalOf(pass, today)
  return { passId: pass.id, chargeDay, noticeDay, priceCents: await renewalPrice(work, pass, chargeDay) }
}

/** Whether a pass could be agreed on to renew by itself, as far as it says itself; its plan may be off sale. */
export function mayRenewByItself(pass: Pass, today: string): boolean {
  const { endsDay, cancelAskedAt, terms } = pass
  const isLive = !['ended', 'expired'].includes(stateOf(pass, today))
  if (!isLive || endsDay === null || cancelAskedAt !== null || !terms.renewal?.isAuto) return false
  return addDays(endsDay, -terms.renewal.noticeDays) > today
}

/**
 * The member agrees that a pass renews by itself out of stored value, at the price shown and never more. They are told before each charge,
 * five days at least, and stop it with one tap. Refuses another price than the one that holds.
 */
export async function agreeToRenewal(
  work: Work,
  { passId, priceCents }: { passId: string; priceCents: number },
): Promise<{ passId: string; chargeDay: string; noticeDay: string; priceCents: number }> {
  const { pass, today } = await lockPass(work, passId)
  const { chargeDay, noticeDay } = renewalOf(pass, today)
  const due = await renewalPrice(work, pass, chargeDay)
  if (due !== priceCents) throw new Refused('quote_changed', { priceCents: due })
  const nextAt = atHour(noticeDay, pass.zone)
  await putRenewal(work, { passId, priceCents, chargeDay, noticeDay, nextAt })
  await Promise.all([
    noteDue(work, renewalSweepKind, nextAt),
    noteChanges(work, [{ passId, kind: 'auto_on', facts: { chargeDay, noticeDay, priceCents } }]),
  ])
  work.emit({
    type: 'pass.auto_renewal_on',
    subject: { kind: 'member', id: pass.memberId },
    data: { passId, chargeDay, priceCents },
  })
  work.audit({
    action: 'passes.auto_renew',
    subject: { kind: 'pass', id: passId },
    changes: { chargeDay: [null, chargeDay] },
  })
  return { passId, chargeDay, noticeDay, priceCents }
}

/** What renewing on a day costs: the price that is locked, else today's. Refuses a plan that is no longer sold. */
export async function renewalPrice(work: Work, pass: Pass, day: string): Promise<number> {
  const [plan] = await readPlans(work, [pass.planId])
  if (!plan || plan.stoppedAt) throw new Refused('plan_stopped')
  return lockedPrice(pass, atHour(day, pass.zone)) ?? plan.priceCents
}

/** Stops renewals from running by themselves: one tap, at once, with nothing to pay. */
export async function stopAutoRenewal(work: Work, passId: string): Promise<{ passId: string }> {
  const { pass } = await lockPass(work, passId)
  if (!(await stopRenewal(work, passId))) throw new Refused('auto_renewal_not_on')
  await noteChanges(work, [{ passId, kind: 'auto_off' }])
  work.emit({ type: 'pass.auto_renewal_off', subject: { kind: 'member', id: pass.memberId }, data: { passId } })
  work.audit({ action: 'passes.auto_renew', subject: { kind: 'pass', id: passId }, changes: { isOn: [true, false] } })
  return { passId }
}

/** Sells a renewal to a member out of stored value, as the till would: the cashier's, who stands above. */
export type SellRenewal = (
  work: Work,
  renewal: { pass: Pass; planVersion: number; priceCents: number },
) => Promise<{ saleId: string; netCents: number } | Refused>

/**
 * What renewals have to do by now: tell of a charge, make it. A charge that fails (no stored value left, a higher price) is not tried again
 * behind the member's back: it becomes a task for a person. Charges before whose day nobody was told wait for their notice.
 */
export function renewalSweep(sell: SellRenewal): DueSweep {
  return {
    kind: renewalSweepKind,
    async run(work) {
      const due = await lockDueRenewals(work, renewalsPerRound)
      const passes = new Map(
        (
          await readPasses(
            work,
            due.map(({ passId }) => passId),
          )
        ).map((pass) => [pass.id, pass]),
      )
      for (const row of due) {
        const pass = passes.get(row.passId)!
        if (pass.endedAt) await stopRenewal(work, pass.id)
        else if (row.noticedAt === null) await tellOfCharge(work, pass, row)
        else await charge(work, pass, row, sell)
      }
      return due.length > 0 ? work.at : readNextRenewalAt(work)
    },
  }
}

/** Told late (the server was off), the charge moves so that there are still as many days between as the terms say. */
async function tellOfCharge(work: Work, pass: Pass, row: RenewalRow): Promise<void> {
  const noticeMs = (pass.terms.renewal?.noticeDays ?? 5) * 86_400_000
  const planned = atHour(row.chargeDay, pass.zone)
  const nextAt = new Date(Math.max(planned.getTime(), work.at.getTime() + noticeMs))
  await Promise.all([
    writeRenewal(work, { ...row, noticedAt: work.at, nextAt }),
    noteDue(work, renewalSweepKind, nextAt),
    noteChanges(work, [
      { passId: pass.id, kind: 'auto_noticed', facts: { chargeDay: row.chargeDay, priceCents: row.priceCents } },
    ]),
  ])
  work.emit({
    type: 'pass.renewal_near',
    subject: { kind: 'member', id: pass.memberId },
    // The day on which it will really be taken: told late, that is a later one.
    data: {
      ...{ passId: pass.id, planId: pass.planId, chargeDay: localDay(nextAt, pass.zone) },
      amountCents: row.priceCents,
    },
  })
}

/** The next pass renews by itself as well, as was agreed: until somebody stops it. */
async function goOnRenewing(work: Work, pass: Pass, { priceCents }: RenewalRow): Promise<void> {
  const last = (await readLastOfLine(work, [pass.id])).get(pass.id)
  const [next] = last ? await readPasses(work, [last.id]) : []
  if (!next || next.id === pass.id || next.endsDay === null || !next.terms.renewal?.isAuto) return
  const noticeDay = addDays(next.endsDay, -next.terms.renewal.noticeDays)
  const nextAt = atHour(noticeDay, next.zone)
  await putRenewal(work, { passId: next.id, priceCents, chargeDay: next.endsDay, noticeDay, nextAt })
  await noteDue(work, renewalSweepKind, nextAt)
}

async function charge(work: Work, pass: Pass, row: RenewalRow, sell: SellRenewal): Promise<void> {
  const [plan] = await readPlans(work, [pass.planId])
  const planVersion = plan?.version ?? 0
  const priceCents = plan ? (lockedPrice(pass, work.at) ?? plan.priceCents) : 0
  const outcome = await sellIfAgreed()
  const subject = { kind: 'member', id: pass.memberId }
  if (outcome instanceof Refused) {
    await Promise.all([
      writeRenewal(work, { ...row, nextAt: null, failedAt: work.at, failedCode: outcome.code }),
      noteChanges(work, [
        { passId: pass.id, kind: 'auto_failed', facts: { code: outcome.code, priceCents: row.priceCents } },
      ]),
    ])
    work.emit({
      type: 'pass.renewal_failed',
      subject,
      data: {
        ...{ passId: pass.id, planId: pass.planId, chargeDay: row.chargeDay },
        ...{ code: outcome.code, amountCents: row.priceCents },
      },
    })
    return
  }
  await Promise.all([
    writeRenewal(work, { ...row, nextAt: null, chargedAt: work.at }),
    noteChanges(work, [
      { passId: pass.id, kind: 'auto_charged', facts: { saleId: outcome.saleId, priceCents: outcome.netCents } },
    ]),
  ])
  await goOnRenewing(work, pass, row)
  work.emit({
    type: 'pass.renewal_charged',
    subject,
    data: {
      ...{ passId: pass.id, planId: pass.planId, chargeDay: row.chargeDay },
      ...{ saleId: outcome.saleId, amountCents: outcome.netCents },
    },
  })

  function sellIfAgreed() {
    if (!plan || plan.stoppedAt) return Promise.resolve(new Refused('plan_stopped'))
    if (priceCents > row.priceCents) return Promise.resolve(new Refused('renewal_price_rose', { priceCents }))
    return sell(work, { pass, planVersion, priceCents })
  }
}
