import { Button } from 'antd'
import { useSession } from '#app/session.ts'
import { t } from '#app/i18n.ts'
import { Section } from '@staff/ui'
import { QrCode } from '@web/ui/qr-code.tsx'

/** The code that hangs in the shop: guests scan it, join at this store, and find their card behind it. */
export function PortalSection({ storeId, storeName }: { storeId: string; storeName: string }) {
  const { merchant } = useSession()
  const address = `${location.origin}/m/join?s=${storeId}`
  return (
    <Section title={t('settings.portal.title')}>
      <div className="rg-portal-poster">
        <QrCode className="rg-qr" text={address} label={t('settings.portal.qr', { store: storeName })} />
        <div>
          <p className="rg-strong">{t('settings.portal.invite', { merchant: merchant.name })}</p>
          <p className="rg-faint">{t('settings.portal.lead')}</p>
          <p>
            <a href={address} target="_blank" rel="noreferrer">
              {address}
            </a>
          </p>
          <Button className="rg-portal-print" onClick={() => print()}>
            {t('settings.portal.print')}
          </Button>
        </div>
      </div>
    </Section>
  )
}
