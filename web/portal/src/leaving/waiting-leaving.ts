import { api, ApiRefusal, send } from '@staff/api'
import { forget, keep, readKept } from '#portal/app/kept.ts'

/** A cancellation that was asked for, and has not reached the shop. */
export type WaitingLeaving = {
  leavingId: string
  finishKey: string
  passId: string
  passName: string
  time: 'now' | 'period_end'
  reasonCode: string | null
  askedAt: string
}

const name = 'waiting-leaving'

export const readWaiting = () => readKept(name) as Promise<WaitingLeaving | undefined>
export const keepWaiting = (waiting: WaitingLeaving) => keep(name, waiting)

/**
 * Sends what waits. Both steps carry the keys they were first tried under, so that the shop books them once however often they
 * arrive; the second names no quote: it is executed as it stands. Kept until the shop has answered. True: nothing waits any more.
 */
export async function sendWaiting(): Promise<boolean> {
  const waiting = await readWaiting()
  if (!waiting) return true
  const { leavingId, finishKey, passId, time, reasonCode } = waiting
  try {
    await send(api.myLeavingCreate, { passId, reasonCode }, { idempotencyKey: leavingId })
    await send(api.myLeavingFinish, { leavingId, time, fingerprint: null }, { idempotencyKey: finishKey })
  } catch (error) {
    // The shop's answer ends it, also when there is nothing left to cancel; a lost line does not.
    if (!(error instanceof ApiRefusal) || error.code === 'not_signed_in') return false
  }
  await forget(name)
  return true
}
