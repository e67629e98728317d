import { t } from '#app/i18n.ts'
import { paths } from '#app/paths.ts'
import { TabLinks } from '#console/settings/tab-links.tsx'
import '#console/settings/settings.css'

export function PassTabs() {
  return (
    <TabLinks
      label={t('passes.title')}
      tabs={[
        { label: t('passes.plans'), path: paths.plans() },
        { label: t('passes.sold'), path: paths.passes() },
        { label: t('passes.bookings.title'), path: paths.passBookings() },
        { label: t('passes.renewals.title'), path: paths.passRenewals() },
      ]}
    />
  )
}
