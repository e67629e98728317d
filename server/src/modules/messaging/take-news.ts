import { memberOfPhone } from '#modules/members/reach-member.ts'
import { keyedHash, sameBytes } from '#platform/secrets.ts'
import type { Work } from '#platform/work.ts'
import { newId } from '#shared/ids.ts'
import { readChannel } from './channel-queries.ts'
import type { SmsNews } from './channel-port.ts'
import { inOwnWork, recordAnswer, type SendTools } from './drive-message.ts'
import { messageOfProvider, readMessage } from './message-queries.ts'
import { addressHash } from './message-secrets.ts'
import { openChannel } from './open-channel.ts'
import { insertChoices, insertSuppression } from './preference-queries.ts'

/** Gateways do not sign what they push: the address that they push to is the secret. */
export function newsToken(work: Pick<Work, 'key'>, accountId: string): string {
  return keyedHash(work.key('messaging.news'), accountId).toString('base64url')
}

export type NewsOutcome = { kind: 'taken'; reply: string } | { kind: 'refused' }

/**
 * Takes what a gateway pushed: receipts, which come early, late, twice and in any order, and replies, of which `T`, `TD`, `R`, 退订
 * end all marketing to that phone at once. Anything that is not understood is refused whole, so that the gateway tries again.
 */
export async function takeNews(
  tools: SendTools,
  { merchantId, accountId, token }: { merchantId: string; accountId: string; token: string },
  body: string,
): Promise<NewsOutcome> {
  const opened = await inOwnWork(tools, merchantId, async (work) => {
    const account = await readChannel(work, accountId)
    const given = Buffer.from(token)
    if (!account || !sameBytes(given, Buffer.from(newsToken(work, accountId)))) return null
    const channel = openChannel(work, account, tools.transport)
    return channel.kind === 'sms' ? channel.port : null
  })
  const news = opened?.readNews(body)
  if (!opened || !news) return { kind: 'refused' }
  for (const each of news) await inOwnWork(tools, merchantId, (work) => takeOne(work, accountId, each))
  return { kind: 'taken', reply: opened.newsTaken }
}

async function takeOne(work: Work, accountId: string, news: SmsNews): Promise<void> {
  if (news.kind === 'reply') {
    if (isStop(news.text)) await stopMarketing(work, news.phone)
    return
  }
  const id = await messageIdOf(work, accountId, news)
  if (id) await recordAnswer(work, id, news.answer, false)
}

async function messageIdOf(
  work: Work,
  accountId: string,
  { messageId, providerId }: Extract<SmsNews, { kind: 'receipt' }>,
): Promise<string | null> {
  if (messageId && /^[0-9a-f-]{36}$/.test(messageId)) {
    // Whoever may push for one account says nothing about the messages of another.
    const message = await readMessage(work, messageId)
    return message?.channelAccountId === accountId ? message.id : null
  }
  return providerId ? messageOfProvider(work, accountId, providerId) : null
}

/** What people answer to be left alone, in whatever form their phone gives it. */
export function isStop(text: string): boolean {
  return /^(t|td|r|n|qx|stop|退订|退|取消|拒收|0000|unsubscribe)[\s。.!！]*$/iu.test(text.normalize('NFKC').trim())
}

/** Ends all marketing by text message to a phone, and where its member is known, says so in their choices. */
async function stopMarketing(work: Work, phone: string): Promise<void> {
  await insertSuppression(work, { channel: 'sms', addressHash: addressHash(work, 'sms', phone), reason: 'stop_reply' })
  const memberId = await memberOfPhone(work, phone)
  if (!memberId) return
  const choices = (['care', 'offers'] as const).map((topic) => ({
    ...{ id: newId(work.at.getTime()), channel: 'sms' as const, topic, isOn: false },
  }))
  await insertChoices(work, memberId, choices, 'reply')
  work.emit({ type: 'message.stopped', subject: { kind: 'member', id: memberId }, data: { channel: 'sms' } })
}
