import { readLiveMember } from '#modules/members/read-live-member.ts'
import { keyedHash, sameBytes } from '#platform/secrets.ts'
import type { Work } from '#platform/work.ts'
import { Refused } from '#shared/refusal.ts'
import { insertPinCheck, lockPin, writePin, writeTries } from './pin-queries.ts'

const mostTries = 5
const lockedForMs = 15 * 60_000

const hashOf = (work: Work, memberId: string, pin: string) => keyedHash(work.key('passes.pin'), `${memberId}/${pin}`)

/** Sets the number that a member says at the counter: four to six digits, not all alike and not in a row. */
export async function setPin(
  work: Work,
  { memberId, pin }: { memberId: string; pin: string },
): Promise<{ memberId: string }> {
  await readLiveMember(work, memberId)
  if (!/^\d{4,6}$/.test(pin) || isEasy(pin)) throw new Refused('invalid_member_pin')
  await writePin(work, memberId, hashOf(work, memberId, pin))
  work.audit({ action: 'passes.pin', subject: { kind: 'member', id: memberId } })
  return { memberId }
}

function isEasy(pin: string): boolean {
  const steps = new Set([...pin].slice(1).map((digit, index) => Number(digit) - Number(pin[index])))
  return steps.size === 1 && [-1, 0, 1].includes([...steps][0]!)
}

/**
 * Whether a number is the member's. Right, the check can be named by the visit that follows; wrong, it is counted, and after five
 * the number rests for a quarter of an hour. An answer in both cases: a refusal would roll the count back.
 */
export async function checkPin(
  work: Work,
  { id, memberId, pin }: { id: string; memberId: string; pin: string },
): Promise<{ pinCheckId: string | null; triesLeft: number }> {
  const kept = await lockPin(work, memberId)
  if (!kept) throw new Refused('member_pin_not_found')
  if (kept.lockedUntil && kept.lockedUntil > work.at) {
    throw new Refused('member_pin_locked_out', { until: kept.lockedUntil.toISOString() })
  }
  if (sameBytes(kept.pinHash, hashOf(work, memberId, pin))) {
    await Promise.all([
      insertPinCheck(work, id, memberId),
      writeTries(work, memberId, { wrongTries: 0, lockedUntil: null }),
    ])
    return { pinCheckId: id, triesLeft: mostTries }
  }
  const wrongTries = kept.wrongTries + 1
  const isOut = wrongTries >= mostTries
  const lockedUntil = isOut ? new Date(work.at.getTime() + lockedForMs) : null
  await writeTries(work, memberId, { wrongTries: isOut ? 0 : wrongTries, lockedUntil })
  return { pinCheckId: null, triesLeft: isOut ? 0 : mostTries - wrongTries }
}
