import type { ConflictKind, Proposal, Resolution } from './offline-types.ts'

/** What each conflict asks of a person, unless its facts say otherwise. */
const proposals: Readonly<Record<ConflictKind, Proposal>> = {
  balance_short: 'charge_member',
  points_short: 'charge_member',
  limit_exceeded: 'accept',
  coupon_used: 'write_off',
  price_changed: 'accept',
  stock_short: 'accept',
  clock_wrong: 'accept',
  shift_closed: 'accept',
  device_revoked: 'contact',
  cashier_unproven: 'accept',
  member_merged: 'accept',
  member_blocked: 'contact',
  member_gone: 'write_off',
  receipt_number_taken: 'accept',
  booked_online: 'accept',
  unreadable: 'contact',
}

export const conflictKinds = Object.keys(proposals) as ConflictKind[]

export function proposalFor(kind: ConflictKind): Proposal {
  return proposals[kind]
}

/** Conflicts behind which stands value that the merchant gave and the member did not have. */
export function isAboutValue(kind: string): boolean {
  return kind === 'balance_short' || kind === 'points_short'
}

/**
 * What a person may decide. Only missing value can be charged or borne; everything else is looked at and let stand, and so is value
 * of which nothing is left to decide, because the goods came back.
 */
export function resolutionsFor(kind: ConflictKind, leftUnits: number): readonly Resolution[] {
  if (isAboutValue(kind)) return leftUnits > 0 ? ['charge_member', 'write_off'] : ['accept']
  return kind === 'coupon_used' || kind === 'member_gone' ? ['write_off', 'accept'] : ['accept']
}
