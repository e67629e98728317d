import { accountsOfMember } from '#modules/cashier/sale/hold-for-sales.ts'
import { availableUnits } from '#modules/ledger/ledger-rules.ts'
import { readLedger } from '#modules/ledger/post-ledger.ts'
import { readRedeemPolicy } from '#modules/points/redeem-policy.ts'
import { mostPoints, type RedeemRule, worthOf } from '#modules/points/redeem-rules.ts'
import type { Work } from '#platform/work.ts'

/** Who pays a part by points on a day, and how many: asked once per visit, in the day's order. */
export type PointsPaying = {
  rule: RedeemRule | null
  pay(memberId: string, netCents: number): { points: number; worthCents: number }
}

/** Fewer are not worth a word at the counter. */
const leastPoints = 300
/** Of those who could, so many in a hundred think of it; the same people on the same days in every year that is built. */
const thinkOfIt = 45

/** The day's members with what each could pay by points in the morning. One look for all. */
export async function pointsPaying(work: Work, memberIds: readonly string[], day: number): Promise<PointsPaying> {
  const policy = await readRedeemPolicy(work)
  const rule = policy?.rule ?? null
  const keys = [...new Set(memberIds)].map((id) => accountsOfMember(id).points)
  const state = await readLedger(work, keys)
  const left = new Map(keys.map((key, index) => [key.ownerId, { units: availableUnits(state, [key], work.at), index }]))
  return {
    rule,
    pay(memberId, netCents) {
      const own = left.get(memberId)
      if (!rule || !own || own.units < leastPoints || (own.index * 37 + day * 61) % 100 >= thinkOfIt) {
        return { points: 0, worthCents: 0 }
      }
      const points = mostPoints(rule, netCents, own.units)
      own.units -= points
      return { points, worthCents: points === 0 ? 0 : worthOf(rule, points) }
    },
  }
}
