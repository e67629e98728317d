import { addDays, type Day, localDay } from '#shared/business-day.ts'
import { fingerprintOf } from '#shared/fingerprint.ts'
import { refuse, type Refusal } from '#shared/refusal.ts'
import { type Pass, stateOf } from './pass-rules.ts'
import { restoreDays } from './plan-types.ts'
import { mayWithdraw, type UsedShare, usedShares } from './value-rules.ts'

/** Why it ends: the shop's doing, the member's choice, or another plan taken instead. */
export type CancelCause = 'merchant' | 'member' | 'change'
export type CancelTime = 'now' | 'period_end'

/** The way to the sum, as data: the screen, the receipt and the check page say it in words. */
export type RefundFormula = {
  kind: 'withdrawal' | 'proportional' | 'list_price' | 'none'
  policyVersion: string
  paidCents: number
  /** What was had, by this formula. */
  usedCents: number
  parts: UsedShare[]
}

export type CancelQuote = {
  passId: string
  cause: CancelCause
  time: CancelTime
  /** The last day on which it is good; null: it ends at once. */
  lastDay: Day | null
  refundCents: number
  formula: RefundFormula
  /** What goes with it. */
  unitsLost: { componentId: string; name: string; units: number }[]
  bookingIds: string[]
  benefits: string[]
  stopsRenewal: boolean
  fingerprint: string
}

export type CancelRefusalCode = 'pass_ended' | 'pass_expired' | 'cancel_asked_before' | 'cancel_without_end'

export type CancelFacts = {
  pass: Pass
  usedUnits: ReadonlyMap<string, number>
  /** Counted units that are left. */
  leftUnits: ReadonlyMap<string, number | null>
  bookingIds: readonly string[]
  hasRenewal: boolean
  day: Day
}

/**
 * What ending a pass means: what goes when, and what is paid back, with the way to the sum (R27). The same function executes.
 *
 * Within the days of withdrawal an unused pass is paid back whole (R5). The shop's doing: paid less what was had by ratio. The
 * member's choice: max(0, paid − what was had at list price) (R3). For the end of the period nothing is paid back: all is had.
 */
export function quoteCancel(
  facts: CancelFacts,
  { cause, time }: { cause: CancelCause; time: CancelTime },
): CancelQuote | Refusal<CancelRefusalCode> {
  const { pass, day, usedUnits } = facts
  const state = stateOf(pass, day)
  if (state === 'ended') return refuse('pass_ended')
  if (state === 'expired') return refuse('pass_expired', { endsDay: pass.endsDay })
  if (time === 'period_end' && pass.endsDay === null) return refuse('cancel_without_end')
  if (time === 'period_end' && pass.cancelAskedAt) return refuse('cancel_asked_before')
  const formula = time === 'period_end' ? nothingBack(pass) : formulaOf(facts, cause)
  const quote = {
    ...{ passId: pass.id, cause, time, formula },
    lastDay: time === 'period_end' ? pass.endsDay : null,
    refundCents: time === 'period_end' ? 0 : Math.max(0, formula.paidCents - formula.usedCents),
    unitsLost:
      time === 'period_end'
        ? []
        : pass.terms.components.flatMap(({ id, name }) => {
            const units = facts.leftUnits.get(id) ?? 0
            return units > 0 ? [{ componentId: id, name, units }] : []
          }),
    bookingIds: time === 'period_end' ? [] : [...facts.bookingIds],
    benefits: [...new Set(pass.terms.benefits.map(({ kind }) => kind))],
    stopsRenewal: facts.hasRenewal,
  }
  return { ...quote, fingerprint: fingerprintOf({ ...quote, used: [...usedUnits] }) }
}

export type RestoreRefusalCode = 'pass_not_ended' | 'pass_was_paid_back' | 'restore_too_late' | 'pass_expired'

/**
 * Until which day a cancelled pass comes back as it was: thirty days, and never beyond its own end. Refuses one that is still there, that
 * was paid back (it is bought again) or exchanged for another plan, and one whose days are over.
 */
export function checkRestore(pass: Pass, day: Day): { untilDay: Day } | Refusal<RestoreRefusalCode> {
  if (!pass.endedAt) return refuse('pass_not_ended')
  if (pass.endedAs !== 'cancelled') return refuse('pass_was_paid_back')
  const lastDay = addDays(localDay(pass.endedAt, pass.zone), restoreDays)
  if (day > lastDay) return refuse('restore_too_late', { restoreDays })
  if (pass.endsDay !== null && pass.endsDay < day) return refuse('pass_expired', { endsDay: pass.endsDay })
  return { untilDay: pass.endsDay !== null && pass.endsDay < lastDay ? pass.endsDay : lastDay }
}

function nothingBack({ paidCents, refundPolicy }: Pass): RefundFormula {
  return { kind: 'none', policyVersion: refundPolicy.version, paidCents, usedCents: paidCents, parts: [] }
}

function formulaOf({ pass, usedUnits, day }: CancelFacts, cause: CancelCause): RefundFormula {
  const { paidCents, refundPolicy } = pass
  const parts = usedShares(pass, usedUnits, day)
  const base = { policyVersion: refundPolicy.version, paidCents, parts }
  const isUnused = [...usedUnits.values()].every((units) => units === 0)
  if (isUnused && mayWithdraw(pass, day)) return { ...base, kind: 'withdrawal', usedCents: 0 }
  const kind = cause === 'change' ? 'proportional' : refundPolicy[cause]
  const had = (part: UsedShare) => (kind === 'proportional' ? part.usedPaidCents : part.usedListCents)
  const usedCents = Math.min(
    paidCents,
    parts.reduce((sum, part) => sum + had(part), 0),
  )
  return { ...base, kind, usedCents }
}
