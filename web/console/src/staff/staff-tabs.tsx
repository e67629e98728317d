import { t } from '#app/i18n.ts'
import { paths } from '#app/paths.ts'
import { TabLinks } from '#console/settings/tab-links.tsx'

export function StaffTabs() {
  return (
    <TabLinks
      label={t('staff.title')}
      tabs={[
        { label: t('staff.accounts.title'), path: paths.staff() },
        { label: t('staff.roles.title'), path: paths.roles() },
      ]}
    />
  )
}
