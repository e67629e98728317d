import { EmptyState, Page, Section } from '@portal/ui'
import { t } from '#portal/app/i18n.ts'
import { paths } from '#portal/app/paths.ts'
import { AtTheShop } from '#portal/ui/at-the-shop.tsx'

/** Bookings are made by phone as long as the shop keeps no appointment book here. */
export function BookingsPage() {
  return (
    <Page title={t('bookings.title')} backTo={paths.me()}>
      <EmptyState icon="calendar" title={t('bookings.none')}>
        {t('bookings.hint')}
      </EmptyState>
      <Section>
        <AtTheShop>{t('bookings.call')}</AtTheShop>
      </Section>
    </Page>
  )
}
