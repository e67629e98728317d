import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { api, query } from '@staff/api'
import { formatMoney, MoneyText, Section, StatusTag } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { paths } from '#app/paths.ts'
import { useMay, useSession } from '#app/session.ts'
import type { Sale } from './sale-page.tsx'

const tones = { invoiceable: 'good', invoiced_when_sold: 'plain', given: 'plain' } as const

/** Which parts of the payment may be invoiced to the customer, and whom this store invoices for principal that another sold. */
export function SaleInvoicing({ sale }: { sale: Sale }) {
  const isAllowed = useMay()('invoices.read')
  const { stores } = useSession()
  const { data } = useQuery({ ...query(api.saleInvoicingGet, { saleId: sale.id }), enabled: isAllowed, retry: false })
  if (!data || data.parts.length === 0) return null
  const nameOf = (id: string | null) => stores.find((store) => store.id === id)?.name ?? t('cashier.invoicing.unknown')
  const elsewhere = data.origins.filter(({ isInvoicedBetween }) => isInvoicedBetween)
  return (
    <Section title={t('cashier.invoicing.title')}>
      <ul className="rg-sale-invoicing">
        {data.parts.map(({ kind, keptCents, flag }) => (
          <li key={kind}>
            <span>{t(`cashier.invoicing.kind.${kind as 'cash'}`)}</span>
            <StatusTag tone={tones[flag]}>{t(`cashier.invoicing.flag.${flag}`)}</StatusTag>
            <MoneyText cents={keptCents} />
          </li>
        ))}
      </ul>
      {elsewhere.map(({ originStoreId, principalCents }) => (
        <div key={originStoreId} className="rg-faint">
          <p>
            {t('cashier.invoicing.between', {
              amount: formatMoney(principalCents),
              issuer: nameOf(originStoreId),
              seller: sale.storeName,
            })}
          </p>
          <Link to={paths.settlementInvoices(sale.businessDay.slice(0, 7))}>{t('cashier.invoicing.toMonth')}</Link>
        </div>
      ))}
    </Section>
  )
}
