import { useQuery } from '@tanstack/react-query'
import { useParams } from 'react-router'
import { api, query } from '@staff/api'
import { Page, RefusalText } from '@portal/ui'
import { t } from '#portal/app/i18n.ts'
import { LeavingReceipt } from './leaving-receipt.tsx'

/** Whether a receipt is the shop's: the figures come from its books, not from the paper. */
export function CheckPage() {
  const { token = '' } = useParams()
  const { data, error } = useQuery({ ...query(api.cancellationReceiptGet, { token }), retry: false })
  return (
    <main className="rp-page">
      <Page title={t('leaving.checkTitle')}>
        <RefusalText error={error} />
        {data && (
          <>
            <p className="rp-small">{t('leaving.isGenuine')}</p>
            <LeavingReceipt receipt={data} />
          </>
        )}
      </Page>
    </main>
  )
}
