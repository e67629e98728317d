import { t } from '#app/i18n.ts'
import { paths } from '#app/paths.ts'
import { useMay } from '#app/session.ts'
import { TabLinks } from '#console/settings/tab-links.tsx'
import '#console/settings/settings.css'
import './retention.css'

export function RetentionTabs() {
  const may = useMay()
  return (
    <TabLinks
      label={t('retention.title')}
      tabs={[
        { label: t('retention.report.title'), path: paths.retention(), permission: 'retention.read' },
        { label: t('retention.leavings.title'), path: paths.leavings(), permission: 'retention.read' },
        {
          label: t('retention.calls.title'),
          path: paths.retentionCalls(),
          permission: may('retention.follow') ? 'retention.follow' : 'retention.serve',
        },
        { label: t('retention.improve.title'), path: paths.improvements(), permission: 'retention.read' },
        { label: t('retention.flow.title'), path: paths.cancelFlow(), permission: 'retention.manage' },
      ]}
    />
  )
}
