import { onServerMoment } from '@web/api/send.ts'
import { skewMs } from '#modules/cashier/offline/clock-rules.ts'
import { lineState, setLineState } from './line-state.ts'
import { isTill } from './till-contact.ts'

/** Answers carry whole seconds, and on the way they wait for each other: less than this says nothing about a clock. */
const heardToMs = 5_000

/**
 * How wrong the clock of a browser is that is no till: told by every answer, from then on what holds is what holds by the shop's
 * clock. A till hears it more exactly from the server's own word (`hearServer`) and keeps it for the hours without a line.
 */
export function watchBrowserClock(): void {
  onServerMoment(({ serverAt, askedAt, answeredAt }) => {
    if (isTill() || Math.abs(answeredAt - askedAt) > heardToMs) return
    const skew = skewMs(serverAt, askedAt, answeredAt)
    const heard = Math.abs(skew) > heardToMs ? skew : 0
    if (Math.abs(heard - lineState().skewMs) > heardToMs) setLineState({ skewMs: heard })
  })
}
