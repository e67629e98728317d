import { sql } from 'kysely'
import { actorId } from '#platform/actor.ts'
import type { Work } from '#platform/work.ts'
import { changedFields } from '#shared/changed-fields.ts'
import { isRefusal, type Refusal, refuse, Refused } from '#shared/refusal.ts'
import { bestReached, checkFreeAmount, type FreeTopUp, freeTopUpBefore, isSoundFreeTopUp } from './free-top-up-rules.ts'
import { type OfferRow, readOffers } from './top-up-queries.ts'

/** The limits in force; before any were set, those that are proposed. */
export async function readFreeTopUp(work: Work): Promise<FreeTopUp> {
  const [row] = await work.send<FreeTopUp>(sql`
    select version, name, is_online, min_cents, max_cents, step_cents from stored_value.free_top_up
     where merchant_id = ${work.merchantId} order by version desc limit 1`)
  return row ?? freeTopUpBefore
}

/**
 * Sets under what name and within what limits members top up an amount of their own on the phone. What was agreed to before is booked as
 * far as it still fits.
 *
 * Refuses limits that no amount fits, and a save over a version that somebody set meanwhile.
 */
export async function setFreeTopUp(work: Work, wanted: FreeTopUp): Promise<{ version: number }> {
  const before = await readFreeTopUp(work)
  if (wanted.version !== before.version) throw new Refused('settings_changed')
  if (!isSoundFreeTopUp(wanted)) throw new Refused('free_top_up_unsound')
  const version = before.version + 1
  const { name, isOnline, minCents, maxCents, stepCents } = wanted
  const added = await work.send(sql`
    insert into stored_value.free_top_up (merchant_id, version, name, is_online, min_cents, max_cents, step_cents, at, author_id)
    values (${work.merchantId}, ${version}, ${name}, ${isOnline}, ${minCents}, ${maxCents}, ${stepCents}, ${work.at},
            ${actorId(work.actor)})
    on conflict do nothing returning version`)
  if (added.length === 0) throw new Refused('settings_changed')
  work.audit({
    action: 'topup.edit',
    subject: { kind: 'merchant', id: work.merchantId },
    changes: changedFields({ ...before, version: null }, { ...wanted, version: null }),
  })
  return { version }
}

/** Whether an offer is sold on members' phones now. */
export const isSoldOnline = ({ isOnline, closedAt }: OfferRow): boolean => isOnline && closedAt === null

/** The offer whose bonus an amount of one's own brings: the best that it reaches, or the one agreed to (null: none gave anything). */
export type BonusOf = 'best' | { offerId: string | null }

/** Within what limits members choose an amount of their own, and the offers that say what it brings on top. */
export type PhoneOffers = { limits: FreeTopUp; sold: readonly OfferRow[] }

export async function readPhoneOffers(work: Work): Promise<PhoneOffers> {
  const [limits, offers] = await Promise.all([readFreeTopUp(work), readOffers(work)])
  return { limits, sold: offers.filter(isSoldOnline) }
}

/**
 * Checks an amount of a member's own against the shop's limits and finds the offer that says what it brings on top. An offer agreed to
 * that is not sold on phones any more is refused like one taken off sale.
 */
export function reachedOffer(
  { limits, sold }: PhoneOffers,
  amountCents: number,
  bonusOf: BonusOf,
): OfferRow | null | Refusal {
  const fits = checkFreeAmount(limits, amountCents)
  if (isRefusal(fits)) return fits
  if (bonusOf === 'best') return bestReached(sold, amountCents)
  if (bonusOf.offerId === null) return null
  return sold.find(({ id }) => id === bonusOf.offerId) ?? refuse('top_up_offer_closed')
}
