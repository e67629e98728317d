import type { PrintDocument } from '#modules/printing/document-types.ts'
import {
  centered,
  row,
  slipFoot,
  slipFormats,
  type SlipHead,
  slipHead,
  type SlipTender,
  slipTenders,
} from '#modules/printing/slip-rules.ts'

export type PrintedLoad = {
  at: Date
  /** As people read it; null: it can no longer be shown, the last four characters must do. */
  code: string | null
  codeTail: string
  amountCents: number
  changeCents: number
  tenders: readonly SlipTender[]
  /** What is on the card when it is printed. */
  balanceCents: number
  /** Where it may be spent; null: in every store. */
  storeNames: readonly string[] | null
}

const slipWords = {
  'zh-CN': {
    title: '礼品卡',
    card: '卡号',
    loaded: '本次充入',
    balance: '卡内余额',
    stores: '限用门店',
    scan: '付款时出示此码',
    keep: '不记名，凭卡号即可消费，请像现金一样保管。余额永不过期。',
  },
  en: {
    title: 'Gift card',
    card: 'Card',
    loaded: 'Loaded',
    balance: 'On the card',
    stores: 'Good at',
    scan: 'Show this code to pay',
    keep: 'Whoever knows the code may spend it: keep it like cash. What is on it never expires.',
  },
} as const

/** The paper of a card that was sold or loaded; while the code can be shown, the paper itself is the card. */
export function giftCardSlip(load: PrintedLoad, head: SlipHead): PrintDocument {
  const words = slipWords[head.locale]
  const { money } = slipFormats(head)
  const { code, codeTail, storeNames } = load
  return {
    title: `${words.title} …${codeTail}`,
    locale: head.locale,
    opensDrawer: !head.isCopy && load.tenders.some(({ kind }) => kind === 'cash'),
    blocks: [
      { kind: 'text', text: words.title, align: 'center', isBold: true, size: 2 },
      ...slipHead(head, null, load.at),
      ...(code === null
        ? [row(words.card, `…${codeTail}`)]
        : ([
            { kind: 'qr', value: code, caption: words.scan },
            { kind: 'text', text: code, align: 'center', isBold: true },
          ] as const)),
      row(words.loaded, money(load.amountCents)),
      { kind: 'row', left: words.balance, right: money(load.balanceCents), isBold: true, size: 2 },
      ...(storeNames === null ? [] : [row(words.stores, storeNames.join('、'))]),
      { kind: 'rule' },
      ...slipTenders(load.tenders, load.changeCents, head),
      { kind: 'rule' },
      ...centered(words.keep),
      ...slipFoot(head),
    ],
  }
}
