import { after } from 'node:test'
import { erasedMessages, plannedMessages } from '#modules/messaging/hear-events.ts'
import { type MessageRow, readMessage } from '#modules/messaging/message-queries.ts'
import { MessageRunner, takeDue } from '#modules/messaging/message-runner.ts'
import { type MessageWish, planMessages } from '#modules/messaging/plan-messages.ts'
import { saveChannel } from '#modules/messaging/save-channel.ts'
import { saveTemplate } from '#modules/messaging/save-template.ts'
import { giveConsent } from '#modules/members/record-consent.ts'
import { sendOverHttp, type Transport } from '#modules/payments/provider-http.ts'
import { movableClock } from '#platform/clock.ts'
import { drainOutbox } from '#platform/outbox.ts'
import { assert } from '#shared/assert.ts'
import { newId } from '#shared/ids.ts'
import { makeMember } from './make-member.ts'
import { makeShop } from './make-merchant.ts'
import { gatewayFields, startSmsGateway } from './sms-simulator.ts'
import { committed, testAt, testDatabase } from './work.ts'

const stops: (() => Promise<void>)[] = []
after(() => Promise.all(stops.map((stop) => stop())))

/** A shop of its own with a text message gateway, wordings approved there, a member who agreed to everything, and a clock moved by hand. */
export async function makeMessageShop(kind: 'aliyun' | 'tencent' | null = 'aliyun') {
  const clock = movableClock(testAt)
  const gateway = await startSmsGateway(kind ?? 'aliyun', clock)
  stops.push(gateway.stop)
  const merchantId = newId()
  const accountId = newId()
  const { storeId, ownerId, memberId } = await committed(merchantId, async (work) => {
    const shop = await makeShop(work)
    if (kind) {
      const account = { id: accountId, provider: kind, name: '短信', baseUrl: gateway.url, fields: gatewayFields(kind) }
      await saveChannel(work, { ...account, partPriceMills: 45, perSecond: 1_000, dayMost: null }, 'open')
    }
    await approveWordings(work)
    const { id } = await makeMember(work)
    await giveConsent(work, { id: newId(), memberId: id, purpose: 'marketing', textVersion: 1, source: 'till' })
    return { ...shop, memberId: id }
  })
  const wire: { send: Transport } = { send: sendOverHttp }
  const logged: string[] = []
  const makeRunner = () =>
    new MessageRunner({
      ...{ database: testDatabase(), clock, publicUrl: 'https://shop.example' },
      log: (line) => void logged.push(line),
      transport: (request) => wire.send(request),
    })
  const runner = makeRunner()
  const inShop = <T>(body: Parameters<typeof committed<T>>[1]) => committed(merchantId, body, { at: clock.now() })
  const read = async (id: string): Promise<MessageRow> => {
    const row = await inShop((work) => readMessage(work, id))
    assert(row, 'the message is there')
    return row
  }
  const driveDue = async () => {
    const tasks = await inShop((work) => takeDue(runner.tools, work))
    await Promise.all(tasks.map((task) => task()))
  }
  return {
    ...{
      merchantId,
      storeId,
      ownerId,
      memberId,
      accountId,
      clock,
      gateway,
      wire,
      runner,
      makeRunner,
      logged,
      inShop,
      read,
    },
    /** Plans one message by text; returns its id. */
    plan: async (wish: Partial<MessageWish> = {}): Promise<string> => {
      const [id] = await inShop((work) => planMessages(work, [{ ...reminder(memberId), ...wish }]))
      assert(id, 'a message under a new key is new')
      return id
    },
    stateOf: async (id: string) => (await read(id)).state,
    driveDue,
    /** Lets the time pass and does what is due then, for this merchant alone. */
    later: async (seconds: number) => {
      clock.moveTo(new Date(clock.now().getTime() + seconds * 1_000))
      await driveDue()
    },
    /** Lets the module hear what happened so far. */
    deliver: () =>
      drainOutbox({
        ...{ database: testDatabase(), subscriptions: [plannedMessages, erasedMessages], merchantId, at: clock.now() },
      }),
  }
}

export type MessageShop = Awaited<ReturnType<typeof makeMessageShop>>

function reminder(memberId: string): MessageWish {
  return {
    ...{ kind: 'points_expiring', memberId, ref: newId(), about: {}, channels: ['sms'] },
    data: { points: 120, day: '2026-03-31', daysLeft: 30 },
  }
}

async function approveWordings(work: Parameters<typeof saveTemplate>[0]): Promise<void> {
  const providerCodes = { aliyun: 'SMS_1', tencent: '1' }
  const given = { channel: 'sms', language: 'zh', version: 1, title: '', providerCodes } as const
  await saveTemplate(work, { ...given, kind: 'points_expiring', body: '您有{{points}}积分{{day}}到期' })
  await saveTemplate(work, { ...given, kind: 'win_back', body: '{{name|您好}}，「{{offer}}」{{day}}前可用' })
  await saveTemplate(work, { ...given, kind: 'pass_renewal_near', body: '{{pass}}将于{{day}}续费{{amount}}' })
  await saveTemplate(work, { ...given, kind: 'code_sign_in', body: '验证码{{code}}，{{minutes}}分钟内有效' })
}
