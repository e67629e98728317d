import { newId } from '#shared/ids.ts'
import { type DriveTools, inOwnWork } from './drive-payment.ts'
import { tradeNoOf } from './payment-rules.ts'
import { openPort } from './provider-accounts.ts'

/**
 * Do address and keys of an account work? Asks the provider about a payment that there is not: whoever answers so, signed, has
 * understood our signature and showed us theirs. Moves no money.
 */
export async function testAccount(tools: DriveTools, merchantId: string, accountId: string) {
  const port = await inOwnWork(tools, merchantId, (work) => openPort(work, accountId, tools.transport))
  const at = tools.clock.now()
  const ref = { tradeNo: tradeNoOf(newId()), mode: 'code' as const, amountCents: 1, currency: 'CNY' }
  const answer = await port.query(ref, at)
  const reason = answer.kind === 'lost' || answer.kind === 'refused' ? answer.reason : answer.kind
  return { isWorking: answer.kind === 'absent', reason: answer.kind === 'absent' ? null : reason }
}
