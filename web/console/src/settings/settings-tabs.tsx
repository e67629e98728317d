import { t } from '#app/i18n.ts'
import { paths } from '#app/paths.ts'
import { TabLinks } from './tab-links.tsx'

export function SettingsTabs() {
  return (
    <TabLinks
      label={t('settings.title')}
      tabs={[
        { label: t('settings.shop.title'), path: paths.settings(), permission: 'settings.edit' },
        { label: t('settings.fields.title'), path: paths.memberFields(), permission: 'settings.edit' },
        { label: t('settings.consents.title'), path: paths.consentTexts(), permission: 'settings.edit' },
        { label: t('settings.devices.title'), path: paths.devices(), permission: 'devices.manage' },
        { label: t('printing.title'), path: paths.printers(), permission: 'devices.manage' },
        { label: t('payments.accounts.title'), path: paths.paymentAccounts(), permission: 'settings.edit' },
        { label: t('invoices.settings.title'), path: paths.invoiceSettings(), permission: 'settings.edit' },
        { label: t('settings.apiKeys.title'), path: paths.apiKeys(), permission: 'api_keys.manage' },
        { label: t('settings.deliveries.title'), path: paths.deliveries(), permission: 'deliveries.manage' },
      ]}
    />
  )
}
