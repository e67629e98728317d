import { changePreferences } from '#modules/messaging/change-preferences.ts'
import { sendDue } from '#modules/messaging/message-runner.ts'
import { type MessageWish, planMessages } from '#modules/messaging/plan-messages.ts'
import { movableClock } from '#platform/clock.ts'
import type { Database } from '#platform/db.ts'
import { inTransaction } from '#platform/transaction.ts'
import { addDays, localDay } from '#shared/business-day.ts'
import { newId } from '#shared/ids.ts'

const zone = 'Asia/Shanghai'
/** As many as fill the outbox's first pages. */
const toldMembers = 16

/**
 * What the shop told its members in the last days, without a gateway: reminders stand in the outbox as what would be sent, the
 * portal's inbox has them, and some wait for the morning or were not sent because the member did not want them.
 */
export async function tellDemoMessages(tools: {
  database: Database
  merchantId: string
  memberIds: readonly string[]
  today: Date
}): Promise<void> {
  const { database, merchantId, today } = tools
  const memberIds = tools.memberIds.slice(0, toldMembers)
  const actor = { kind: 'system', name: 'demo' } as const
  const clock = movableClock(today)
  const send = { database, clock, log: () => {}, publicUrl: 'http://localhost:8080' }
  const someDaysAgo = (days: number) => new Date(today.getTime() - days * 86_400_000)
  await inTransaction(database, { merchantId, actor, at: someDaysAgo(9) }, async (work) => {
    for (const memberId of memberIds.slice(0, 3)) {
      const receipts = { channel: 'sms', topic: 'receipts', isOn: true } as const
      const noOffers = { channel: 'sms', topic: 'holdings', isOn: false } as const
      await changePreferences(work, memberId, { choices: [receipts, noOffers] }, 'portal')
    }
  })
  for (const daysAgo of [6, 2, 0]) {
    const at = someDaysAgo(daysAgo)
    const day = addDays(localDay(at, zone), 7)
    await inTransaction(database, { merchantId, actor, at }, (work) =>
      planMessages(
        work,
        memberIds.map((memberId, index) => demoWish(memberId, index + daysAgo, day)),
      ),
    )
    clock.moveTo(at)
    await sendDue(send)
  }
}

function demoWish(memberId: string, turn: number, day: string): MessageWish {
  const wish = { memberId, ref: newId(), about: {} }
  switch (turn % 4) {
    case 0:
      return { ...wish, kind: 'coupon_ends_soon', data: { coupon: '护理满200减30', day, daysLeft: 7 } }
    case 1:
      return { ...wish, kind: 'win_back', data: { offer: '肩颈护理体验', day } }
    case 2:
      return { ...wish, kind: 'birthday_greeting', data: {} }
    default:
      return { ...wish, kind: 'points_expiring', data: { points: 120 + turn * 10, day, daysLeft: 7 } }
  }
}
