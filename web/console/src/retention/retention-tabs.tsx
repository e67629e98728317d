import { t } from '#app/i18n.ts'
import { paths } from '#app/paths.ts'
import { TabLinks } from '#console/settings/tab-links.tsx'
import '#console/settings/settings.css'
import './retention.css'

export function RetentionTabs() {
  return (
    <TabLinks
      label={t('retention.title')}
      tabs={[
        { label: t('retention.report.title'), path: paths.retention(), permission: 'retention.read' },
        { label: t('retention.calls.title'), path: paths.retentionCalls(), permission: 'retention.serve' },
        { label: t('retention.flow.title'), path: paths.cancelFlow(), permission: 'retention.manage' },
      ]}
    />
  )
}
