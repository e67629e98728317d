import { useSuspenseQuery } from '@tanstack/react-query'
import { Link, useLoaderData, type LoaderFunctionArgs } from 'react-router'
import { api, hrefOf, query } from '@staff/api'
import { DayText, Facts, formatMoney, InstantText, MoneyText, Page, Section } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { idParam, paths } from '#app/paths.ts'
import { queryClient } from '#app/query-client.ts'
import { useMay, useSession, useStore } from '#app/session.ts'
import { BareReturnPrintButton } from '#console/printing/paper-button.tsx'
import { PaperFileLink } from '#console/printing/paper-file-link.tsx'
import { quantityText } from '#console/till/quantity-text.ts'
import { KindTag } from './refund-columns.tsx'
import { TenderTags } from './tender-tags.tsx'
import './cashier.css'

const returnQuery = (returnId: string) => query(api.bareReturnGet, { returnId })

export async function loader({ params }: LoaderFunctionArgs) {
  const returnId = idParam(params, 'returnId')
  await queryClient.ensureQueryData(returnQuery(returnId))
  return { returnId }
}

/** Goods that came back without a receipt: at which price, to where, by whom and on whose word. */
export function BareReturnPage() {
  const { returnId } = useLoaderData<typeof loader>()
  const back = useSuspenseQuery(returnQuery(returnId)).data
  const may = useMay()
  const here = useStore()
  const { stores } = useSession()
  const { memberId, memberName, tenders } = back
  return (
    <Page
      title={back.receiptNumber}
      badge={<KindTag kind={back.kind} />}
      crumbs={[{ label: t('cashier.refundList.title'), path: paths.refunds() }]}
      width="reading"
      lead={
        <>
          {stores.find(({ id }) => id === back.storeId)?.name} · <InstantText at={back.at} />
          {back.cashierName && ` · ${back.cashierName}`}
        </>
      }
      actions={
        <>
          {/* The printer of this store: another store's paper comes out there. */}
          {may('sale.sell') && back.storeId === here.id && <BareReturnPrintButton returnId={returnId} />}
          <PaperFileLink href={hrefOf(api.bareReturnFile, { returnId, format: 'pdf' })} />
        </>
      }
    >
      <Section title={t('cashier.refundList.returned')}>
        <ul className="rg-refund-lines">
          {back.lines.map(({ lineId, name, quantityMilli, unitPriceCents, netCents, disposition }) => (
            <li key={lineId}>
              <span>{`${name} × ${quantityText(quantityMilli)}`}</span>
              <small>{`${formatMoney(unitPriceCents)} · ${t(`cashier.disposition.${disposition}`)}`}</small>
              <MoneyText cents={-netCents} />
            </li>
          ))}
        </ul>
      </Section>
      <Section title={t('cashier.refundList.facts')}>
        <Facts
          rows={[
            [t('cashier.refundList.amount'), <MoneyText key="amount" cents={-back.paidCents} strong />],
            [t('cashier.refundList.netTax'), <MoneyText key="tax" cents={back.taxCents} />],
            [t('cashier.refundList.paidTo'), <TenderTags key="to" tenders={tenders} />],
            [t('cashier.refundList.reason'), back.reason],
            [t('cashier.refundList.approver'), back.approverName],
            [t('cashier.refundList.till'), back.tillName],
            [t('cashier.refundList.day'), <DayText key="day" day={back.businessDay} />],
            [
              t('cashier.refundList.member'),
              memberId && may('members.read') ? (
                <Link key="member" to={paths.member({ memberId })}>
                  {memberName}
                </Link>
              ) : (
                (memberName ?? t('cashier.list.walkIn'))
              ),
            ],
          ]}
        />
      </Section>
    </Page>
  )
}
