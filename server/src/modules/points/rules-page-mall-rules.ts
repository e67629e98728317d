import { giftHours, type GiftPolicy, loopDays, parcelDays, refundedDays, reopenedDays } from './mall-terms-rules.ts'

/** What members may give each other; null where they may not. */
export type GiftTerms = Omit<GiftPolicy, 'isOn'> | null

/** How rewards of the mall are had, over all that are in it or will be; what each costs stands with it. */
export type MallTerms = {
  hasMoney: boolean
  mayDeliver: boolean
  isPaidAtTill: boolean
  isLimited: boolean
  hasEco: boolean
  /** For so many hours a reward is kept until it is picked up: the shortest and the longest. */
  holdHours: readonly [number, number]
}

type Pick2 = (zh: string, en: string) => string

/** What giving points is bound to (R18), one sentence each. */
export function giftSentences(gifts: GiftTerms, pick: Pick2): string[] {
  if (!gifts) return [pick('目前不能把积分赠送给其他会员。', 'Points cannot be given to other members at present.')]
  const { dayMost, yearMost, memberDays } = gifts
  return [
    pick(
      `可把积分赠送给其他会员，每天最多 ${dayMost} 积分，每年最多 ${yearMost} 积分${memberDays > 0 ? `；入会满 ${memberDays} 天后可以赠送` : ''}。`,
      `Points can be given to other members, ${dayMost} a day and ${yearMost} a year at most${memberDays > 0 ? `, by who has been a member for ${memberDays} days` : ''}.`,
    ),
    pick(
      `对方在 ${giftHours} 小时内接受或退回，逾期自动退还；收到的积分保留原来的有效期。`,
      `The other takes or returns them within ${giftHours} hours, else they go back; points keep the day on which they end.`,
    ),
    pick(
      `${loopDays} 天内不能转赠回送出的人；退货退还的积分 ${refundedDays} 天后才能赠送；成长值不能赠送。`,
      `They cannot come back to their giver within ${loopDays} days; points that a return brought back can be given after ${refundedDays} days; what counts for a level cannot be given.`,
    ),
  ]
}

/** How rewards are had, taken back, and what becomes of points meanwhile, one sentence each. */
export function mallSentences(mall: MallTerms, pick: Pick2): (string | null)[] {
  const [least, most] = mall.holdHours.map(hoursText)
  const zh = least!.zh === most!.zh ? least!.zh : `${least!.zh}至${most!.zh}`
  const en = least!.en === most!.en ? least!.en : `${least!.en} to ${most!.en}`
  return [
    pick(
      '在积分商城兑换，所需积分和数量以兑换时页面所示为准，换完为止。',
      'Points are redeemed in the mall for what is shown there at that moment, while it lasts.',
    ),
    mall.hasMoney || mall.isPaidAtTill
      ? pick(
          mall.isPaidAtTill ? '部分礼品需另付现金，可用储值支付或在收银台支付。' : '部分礼品需另付现金，从储值中支付。',
          mall.isPaidAtTill
            ? 'Some take money as well: from stored value, or paid at the till.'
            : 'Some take money as well, from stored value.',
        )
      : null,
    mall.isLimited
      ? pick('部分礼品每人限兑，页面注明。', 'Some have a limit for each member; it stands with them.')
      : null,
    pick(
      `兑换后为您保留${zh}，凭取货码领取；逾期未取，积分和现金自动退还。`,
      `What is redeemed is kept for ${en}, handed over against its code; after that points and money go back by themselves.`,
    ),
    mall.mayDeliver
      ? pick(
          `可邮寄的礼品寄出前可以取消；寄出 ${parcelDays} 天后视为已签收。`,
          `What is sent can be called off until then; ${parcelDays} days after it counts as received.`,
        )
      : null,
    pick(
      `领取前可以取消，积分退回原批次；若已过有效期，退回后 ${reopenedDays} 天内有效。`,
      `It can be called off before it is handed over: points keep the day on which they end, or live ${reopenedDays} more days where that has passed.`,
    ),
    mall.hasEco ? pick('带“环保”标记的礼品更省资源。', 'A green mark stands for what takes less of the world.') : null,
  ]
}

/** Hours as people say them: whole days from two on. */
function hoursText(hours: number): { zh: string; en: string } {
  if (hours >= 48 && hours % 24 === 0) return { zh: ` ${hours / 24} 天`, en: `${hours / 24} days` }
  return { zh: ` ${hours} 小时`, en: `${hours} hour${hours === 1 ? '' : 's'}` }
}
