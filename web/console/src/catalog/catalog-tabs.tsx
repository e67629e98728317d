import { t } from '#app/i18n.ts'
import { paths } from '#app/paths.ts'
import { TabLinks } from '#console/settings/tab-links.tsx'
import '#console/settings/settings.css'

/** What is sold, for how much, and how the till finds it. */
export function CatalogTabs() {
  return (
    <TabLinks
      label={t('catalog.title')}
      tabs={[
        { label: t('catalog.items'), path: paths.products() },
        { label: t('catalog.lists.title'), path: paths.priceLists() },
        { label: t('catalog.keys.title'), path: paths.quickKeys(), permission: 'catalog.edit' },
        { label: t('catalog.scales.title'), path: paths.barcodeFormats(), permission: 'catalog.edit' },
      ]}
    />
  )
}
