import { RedEnvelopeOutlined } from '@ant-design/icons'
import { type ReactNode, useState } from 'react'
import { t } from '#app/i18n.ts'
import type { TenderChoice } from '#console/till/tender-picker.tsx'
import type { GiftCardTender } from '#console/till/tender-rules.ts'
import { PayWithCard } from './pay-with-card.tsx'

type TakingCard = {
  /** What is left to pay. */
  dueCents: number
  /** The cards that pay already. */
  taken: readonly GiftCardTender[]
  /** Something else is being asked for: no card can be taken meanwhile. */
  isBusy: boolean
  onTake: (tender: GiftCardTender) => void
}

/** Gift cards as one more way to pay, any number of them; while one is looked for, `part` stands where the cash stood. */
export function useTakingCard({ dueCents, taken, isBusy, onTake }: TakingCard): {
  choice: TenderChoice
  part: ReactNode
} {
  const [isOpen, setOpen] = useState(false)
  const choice: TenderChoice = {
    name: 'gift_card',
    label: t('cashier.tender.gift_card'),
    key: 'F4',
    icon: <RedEnvelopeOutlined />,
    hint: t('gift-cards.pay.scan'),
    isChosen: isOpen,
    isPossible: isOpen || (dueCents > 0 && !isBusy),
    choose: () => setOpen(!isOpen),
  }
  const part = isOpen && !isBusy && (
    <PayWithCard
      dueCents={dueCents}
      taken={taken}
      onTake={(tender) => {
        onTake(tender)
        setOpen(false)
      }}
      onClose={() => setOpen(false)}
    />
  )
  return { choice, part: part || null }
}
