import { t } from '#app/i18n.ts'
import { paths } from '#app/paths.ts'
import { TabLinks } from '#console/settings/tab-links.tsx'
import '#console/settings/settings.css'

export function GiftCardTabs() {
  return (
    <TabLinks
      label={t('gift-cards.title')}
      tabs={[
        { label: t('gift-cards.cards'), path: paths.giftCards() },
        { label: t('gift-cards.batches.title'), path: paths.giftCardBatches() },
      ]}
    />
  )
}
