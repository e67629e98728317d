import { api, send } from '@staff/api'
import { EmptyState, formatInstant, formatMoney, MoreButton, Page, Row, Rows, usePages } from '@portal/ui'
import { t } from '#portal/app/i18n.ts'
import { paths } from '#portal/app/paths.ts'
import { useShop } from '#portal/app/session.ts'
import { boughtWords } from './bought-words.ts'

/** Every purchase, newest first. */
export function ReceiptsPage() {
  const { stores } = useShop()
  const { items, more } = usePages(['receipts'], (cursor) => send(api.myReceiptList, cursor ? { cursor } : {}))
  return (
    <Page title={t('receipts.title')} backTo={paths.me()}>
      {items.length === 0 ? (
        <EmptyState icon="list" title={t('receipts.none')}>
          {t('receipts.noneHint')}
        </EmptyState>
      ) : (
        <Rows>
          {items.map((receipt) => (
            <Row
              key={receipt.saleId}
              to={paths.receipt(receipt.saleId)}
              title={boughtWords(receipt)}
              hint={[formatInstant(receipt.happenedAt), stores.find(({ id }) => id === receipt.storeId)?.name]
                .filter(Boolean)
                .join(' · ')}
              value={
                <>
                  {formatMoney(receipt.netCents)}
                  {receipt.refundedCents > 0 && (
                    <span className="rp-row-hint">
                      <br />
                      {t('receipts.refunded', { amount: formatMoney(receipt.refundedCents) })}
                    </span>
                  )}
                </>
              }
            />
          ))}
        </Rows>
      )}
      <MoreButton more={more} />
    </Page>
  )
}
