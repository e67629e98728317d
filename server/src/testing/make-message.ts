import { planMessages } from '#modules/messaging/plan-messages.ts'
import { saveChannel } from '#modules/messaging/save-channel.ts'
import type { Work } from '#platform/work.ts'
import { assert } from '#shared/assert.ts'
import { newId } from '#shared/ids.ts'

/** A reminder about points planned for a member's inbox. */
export async function makeMessage(work: Work, memberId: string): Promise<{ id: string }> {
  const [id] = await planMessages(work, [
    {
      ...{ kind: 'points_expiring', memberId, ref: newId(), about: {}, channels: ['inbox'] },
      data: { points: 120, day: '2026-03-31', daysLeft: 30 },
    },
  ])
  assert(id, 'a message under a new key is new')
  return { id }
}

/** A gateway for text messages that nobody is, unless the test has one. */
export async function makeSmsAccount(work: Work, baseUrl = 'http://127.0.0.1:1'): Promise<{ id: string }> {
  const id = newId()
  const fields = { sign: '晴天美容', accessKeyId: 'LTAI5tRegularsTest', accessKeySecret: 's'.repeat(30) }
  const limits = { partPriceMills: 45, perSecond: 100, dayMost: null }
  await saveChannel(work, { id, provider: 'aliyun', name: '阿里云短信', baseUrl, fields, ...limits }, 'open')
  return { id }
}
