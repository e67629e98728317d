import { api, ApiRefusal, send } from '@staff/api'
import type { Answer } from '#modules/retention/flow-types.ts'
import { newId } from '#shared/ids.ts'
import { keep, readKept } from '#portal/app/kept.ts'

/** A cancellation that was asked for, and has not reached the shop. */
export type WaitingLeaving = {
  leavingId: string
  finishKey: string
  /** Whose it is: somebody else who signs in on this phone does not send it. */
  memberId: string
  passId: string
  passName: string
  time: 'now' | 'period_end'
  reasonCode: string | null
  answers: Answer[]
  askedAt: string
  /** What the shop said against it, to be read by the member; null: it has not been asked yet. */
  trouble: string | null
}

const name = 'waiting-leavings'

/** One for each pass, in the order in which they were asked for. */
export async function readWaiting(memberId: string): Promise<WaitingLeaving[]> {
  return (await readAll()).filter((waiting) => waiting.memberId === memberId)
}

const readAll = async () => ((await readKept(name)) as WaitingLeaving[] | undefined) ?? []

/** Keeps one; a later one of the same pass takes its place. */
export async function keepWaiting(waiting: WaitingLeaving): Promise<void> {
  await keep(name, [...(await readAll()).filter(({ passId }) => passId !== waiting.passId), waiting])
}

export async function dropWaiting(passId: string): Promise<void> {
  const all = await readAll()
  if (all.some((waiting) => waiting.passId === passId)) {
    await keep(
      name,
      all.filter((waiting) => waiting.passId !== passId),
    )
  }
}

/**
 * Sends what waits of a member, each on its own. Both steps carry the keys they were first tried under, so that the shop books them once
 * however often they arrive; the second names no quote: it is executed as it stands. Each is kept until the shop has answered, and beyond
 * that where it said no for a reason that the member has to see. Returns how many the shop has dealt with.
 */
export async function sendWaiting(memberId: string): Promise<number> {
  let dealtWith = 0
  for (const waiting of await readWaiting(memberId)) {
    const outcome = await sendOne(waiting)
    if (outcome === 'done') {
      await dropWaiting(waiting.passId)
      dealtWith++
    } else if (outcome !== 'later') await keepWaiting(outcome)
  }
  return dealtWith
}

/** The pass is over, by this very request or another one: there is nothing left to cancel. */
const overCodes = new Set([
  ...['pass_ended', 'pass_expired', 'pass_not_found', 'cancel_asked_before', 'leaving_not_found', 'key_reused'],
])
const laterCodes = new Set(['not_signed_in', 'not_allowed', 'too_many_requests'])

async function sendOne(waiting: WaitingLeaving): Promise<'done' | 'later' | WaitingLeaving> {
  const { leavingId, finishKey, passId, time, reasonCode, answers } = waiting
  try {
    await send(api.myLeavingCreate, { passId, reasonCode }, { idempotencyKey: leavingId })
    await send(api.myLeavingFinish, { leavingId, time, fingerprint: null, answers }, { idempotencyKey: finishKey })
    return 'done'
  } catch (error) {
    // A lost line ends nothing; the shop's answer does.
    if (!(error instanceof ApiRefusal) || laterCodes.has(error.code)) return 'later'
    if (overCodes.has(error.code)) return 'done'
    // The reason is one that the shop asks for no more: leaving matters, not why.
    if (error.code === 'invalid_input' && reasonCode !== null) return { ...waiting, reasonCode: null }
    if (error.code === 'leaving_done') {
      // Begun anew elsewhere and left open there, it was given up: it is asked for again as another one.
      return error.details['doneAs'] === 'given_up' ? { ...waiting, leavingId: newId(), finishKey: newId() } : 'done'
    }
    return { ...waiting, trouble: error.detail }
  }
}
