import { t } from '#app/i18n.ts'
import { paths } from '#app/paths.ts'
import { TabLinks } from '#console/settings/tab-links.tsx'
import '#console/settings/settings.css'
import './messaging.css'

export function MessageTabs() {
  return (
    <TabLinks
      label={t('messaging.title')}
      tabs={[
        { label: t('messaging.outbox.title'), path: paths.messages(), permission: 'messages.read' },
        { label: t('messaging.kinds.title'), path: paths.messageKinds(), permission: 'messages.read' },
        { label: t('messaging.policy.title'), path: paths.messagePolicy(), permission: 'messages.read' },
        { label: t('messaging.channels.title'), path: paths.messageChannels(), permission: 'settings.edit' },
      ]}
    />
  )
}
