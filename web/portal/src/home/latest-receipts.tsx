import { useSuspenseQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { api, query } from '@staff/api'
import { formatInstant, formatMoney, Row, Rows, Section } from '@portal/ui'
import { t } from '#portal/app/i18n.ts'
import { paths } from '#portal/app/paths.ts'
import { boughtWords } from '#portal/receipts/bought-words.ts'

export function LatestReceipts() {
  const { items } = useSuspenseQuery(query(api.myReceiptList, { limit: 3 })).data
  if (items.length === 0) return null
  return (
    <Section title={t('home.receipts')} action={<Link to={paths.receipts()}>{t('home.allReceipts')}</Link>}>
      <Rows>
        {items.map((receipt) => (
          <Row
            key={receipt.saleId}
            to={paths.receipt(receipt.saleId)}
            title={boughtWords(receipt)}
            hint={formatInstant(receipt.happenedAt)}
            value={formatMoney(receipt.netCents)}
          />
        ))}
      </Rows>
    </Section>
  )
}
