import { Refused } from '#shared/refusal.ts'
import { newId } from '#shared/ids.ts'
import { readChannel } from './channel-queries.ts'
import { inOwnWork, type SendTools } from './drive-message.ts'
import { openChannel } from './open-channel.ts'

/**
 * Do address and keys of an account work? Asks the gateway about a message that there is not: whoever answers that has understood
 * our signature. A mail server is signed in to. Sends nothing.
 */
export async function testChannel(tools: SendTools, merchantId: string, accountId: string) {
  const channel = await inOwnWork(tools, merchantId, async (work) => {
    const account = await readChannel(work, accountId)
    if (!account || account.closedAt) throw new Refused('message_channel_not_found')
    return openChannel(work, account, tools.transport)
  })
  if (channel.kind === 'email') {
    const reason = await channel.port.check()
    return { isWorking: reason === null, reason }
  }
  const at = tools.clock.now()
  const answer = await channel.port.query(
    { messageId: newId(), phone: '+8613900000000', providerId: null, sentAt: at },
    at,
  )
  if (answer.kind === 'absent') return { isWorking: true, reason: null }
  return { isWorking: false, reason: 'reason' in answer ? answer.reason : answer.kind }
}
