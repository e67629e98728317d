import type { PrintDocument } from '#modules/printing/document-types.ts'
import { row, slipFoot, slipFormats, type SlipHead, slipHead, slipTenders } from '#modules/printing/slip-rules.ts'
import type { BookedTender } from './top-up-rules.ts'

export type PrintedTopUp = {
  topUpNumber: string
  at: Date
  memberName: string
  principalCents: number
  bonusCents: number
  /** The last day on which the bonus can be spent; null: for ever. */
  bonusExpiresDay: string | null
  changeCents: number
  tenders: readonly BookedTender[]
  /** What the member can spend when it is printed. */
  storedCents: number
}

const slipWords = {
  'zh-CN': {
    title: '充值凭证',
    member: '会员',
    paid: '充值',
    bonus: '赠送',
    until: '赠送金有效至',
    got: '到账',
    stored: '储值余额',
    sign: '顾客签字：________________',
  },
  en: {
    title: 'Top-up',
    member: 'Member',
    paid: 'Topped up',
    bonus: 'Bonus',
    until: 'Bonus valid until',
    got: 'Added',
    stored: 'Stored value left',
    sign: 'Customer’s signature: ________________',
  },
} as const

/** The paper of a top-up: who paid how much, what was given on top and until when, how it was paid, what there is now. */
export function topUpSlip(topUp: PrintedTopUp, head: SlipHead): PrintDocument {
  const words = slipWords[head.locale]
  const { money } = slipFormats(head)
  const { principalCents, bonusCents, bonusExpiresDay, tenders } = topUp
  return {
    title: `${words.title} ${money(principalCents)}`,
    locale: head.locale,
    opensDrawer: !head.isCopy && tenders.some(({ kind }) => kind === 'cash'),
    blocks: [
      { kind: 'text', text: words.title, align: 'center', isBold: true, size: 2 },
      ...slipHead(head, topUp.topUpNumber, topUp.at),
      row(words.member, topUp.memberName),
      row(words.paid, money(principalCents)),
      ...(bonusCents > 0 ? [row(words.bonus, money(bonusCents))] : []),
      ...(bonusCents > 0 && bonusExpiresDay !== null ? [row(words.until, bonusExpiresDay)] : []),
      { kind: 'row', left: words.got, right: money(principalCents + bonusCents), isBold: true, size: 2 },
      { kind: 'rule' },
      ...slipTenders(tenders, topUp.changeCents, head),
      { kind: 'rule' },
      row(words.stored, money(topUp.storedCents)),
      { kind: 'gap' },
      { kind: 'text', text: words.sign },
      ...slipFoot(head),
    ],
  }
}
