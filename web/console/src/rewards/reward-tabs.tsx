import { t } from '#app/i18n.ts'
import { paths } from '#app/paths.ts'
import { TabLinks } from '#console/settings/tab-links.tsx'
import '#console/settings/settings.css'
import './rewards.css'

export function RewardTabs() {
  return (
    <TabLinks
      label={t('rewards.title')}
      tabs={[
        { label: t('rewards.mall.title'), path: paths.rewards(), permission: 'rewards.read' },
        { label: t('rewards.specials.title'), path: paths.specials(), permission: 'rewards.read' },
        { label: t('rewards.redemptions.title'), path: paths.redemptions(), permission: 'rewards.read' },
        { label: t('rewards.giving.title'), path: paths.giving(), permission: 'rewards.read' },
        { label: t('rewards.gifts.title'), path: paths.gifts(), permission: 'rewards.read' },
        { label: t('rewards.draws.title'), path: paths.draws(), permission: 'rewards.read' },
      ]}
    />
  )
}
