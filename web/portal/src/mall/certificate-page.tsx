import { useQuery } from '@tanstack/react-query'
import { useParams } from 'react-router'
import { api, query } from '@staff/api'
import { formatInstant, formatMoney, Page, RefusalText } from '@portal/ui'
import { t } from '#portal/app/i18n.ts'
import { paths } from '#portal/app/paths.ts'
import { ShareLink } from '#portal/coupons/share-link.tsx'
import './mall.css'

/** The certificate of a donation, for whoever is handed its link: what was given, and what all gave together. Nobody is named. */
export function CertificatePage() {
  const { merchantId = '', donationId = '' } = useParams()
  const { data, error } = useQuery({ ...query(api.donationCertificateGet, { merchantId, donationId }), retry: false })
  return (
    <main className="rp-page">
      <Page title={t('mall.certificateTitle')}>
        <RefusalText error={error} />
        {data && (
          <>
            <article className="rp-paper rp-certificate">
              <p className="rp-small">{data.merchant}</p>
              <h2>{data.charity}</h2>
              <p className="rp-certificate-points">{t('mall.pointsOnly', { count: data.points })}</p>
              <p>{t('mall.certificateWorth', { cash: formatMoney(data.worthCents) })}</p>
              <p className="rp-small">
                {t('mall.certificate', { at: formatInstant(data.at), number: numberOf(data.id) })}
              </p>
              <p className="rp-certificate-all">
                {t('mall.certificateAll', {
                  count: data.inAll.donations,
                  points: data.inAll.points,
                  cash: formatMoney(data.inAll.worthCents),
                })}
              </p>
            </article>
            <ShareLink title={t('mall.certificateTitle')} path={`/m${paths.certificate({ merchantId, donationId })}`} />
          </>
        )}
      </Page>
    </main>
  )
}

/** What people read out of a certificate. */
function numberOf(donationId: string): string {
  return donationId.slice(-8).toUpperCase()
}
