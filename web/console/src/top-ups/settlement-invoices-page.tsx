import { useQuery } from '@tanstack/react-query'
import { Button, Input } from 'antd'
import { useState } from 'react'
import { Link, useSearchParams } from 'react-router'
import { api, query, type ResponseOf } from '@staff/api'
import { EmptyState, Facts, formatDay, MoneyText, Page, RefusalText, ScrollBox, Section, StatusTag } from '@staff/ui'
import { localDay } from '#shared/business-day.ts'
import { language, t } from '#app/i18n.ts'
import { paths } from '#app/paths.ts'
import { useMay, useStore } from '#app/session.ts'
import { RecordDrawer } from './settlement-invoice-drawer.tsx'
import { Titles } from './settlement-titles.tsx'
import './top-ups.css'

export type SettlementMonth = ResponseOf<typeof api.settlementInvoiceMonth>
export type SettlementPair = SettlementMonth['pairs'][number]
type NameOf = (id: string | null) => string

/** 600 → “6%”, 1350 → “13.5%”. */
const rateText = (bps: number) => `${bps / 100}%`

/** What stores invoice each other for stored value that one sold and another served, a month at a time. */
export function SettlementInvoicesPage() {
  const { timeZone } = useStore()
  const [params, setParams] = useSearchParams()
  const asked = params.get('month')
  const thisMonth = localDay(new Date(), timeZone).slice(0, 7)
  const month = asked && /^\d{4}-(0[1-9]|1[0-2])$/.test(asked) ? asked : thisMonth
  const { data, error } = useQuery({ ...query(api.settlementInvoiceMonth, { month: `${month}-01` }), retry: false })
  return (
    <Page
      title={t('top-ups.between.title')}
      lead={t('top-ups.between.lead')}
      crumbs={[{ label: t('top-ups.settlement.title'), path: paths.settlement() }]}
      actions={
        <Input
          type="month"
          aria-label={t('top-ups.between.month')}
          className="rg-day-pick"
          value={month}
          max={thisMonth}
          onChange={({ target }) => target.value !== '' && setParams({ month: target.value })}
        />
      }
    >
      <RefusalText error={error} />
      {data && <Month data={data} />}
    </Page>
  )
}

function Month({ data }: { data: SettlementMonth }) {
  const { parties, pairs, remark, isOver } = data
  const [recording, setRecording] = useState<SettlementPair | null>(null)
  const nameOf: NameOf = (id) =>
    id === null ? t('top-ups.settlement.headOffice') : (parties.find(({ storeId }) => storeId === id)?.name ?? id)
  return (
    <>
      {pairs.length === 0 ? (
        <div className="rg-card">
          <EmptyState title={t('top-ups.between.none')}>{t('top-ups.between.noneText')}</EmptyState>
        </div>
      ) : (
        pairs.map((pair) => (
          <Pair
            key={`${pair.sellerId} ${pair.issuerId}`}
            {...{ pair, parties, remark, isOver, nameOf }}
            onRecord={() => setRecording(pair)}
          />
        ))
      )}
      <Titles parties={parties} />
      <RecordDrawer month={data.month} pair={recording} nameOf={nameOf} onClose={() => setRecording(null)} />
    </>
  )
}

type PairProps = Pick<SettlementMonth, 'parties' | 'remark' | 'isOver'> & {
  pair: SettlementPair
  nameOf: NameOf
  onRecord: () => void
}

function Pair({ pair, parties, remark, isOver, nameOf, onRecord }: PairProps) {
  const mayRecord = useMay()('invoices.manage')
  const { sellerId, issuerId, servedCents, invoicedCents, openCents, lines, invoices } = pair
  const titleOf = (id: string | null) => {
    const title = parties.find(({ storeId }) => storeId === id)?.title
    return title ? `${title.name} · ${title.taxNumber}` : t('top-ups.between.noTitle')
  }
  return (
    <Section
      title={t('top-ups.between.pair', { seller: nameOf(sellerId), issuer: nameOf(issuerId) })}
      actions={
        openCents === 0 ? (
          <StatusTag tone="good">{t('top-ups.between.done')}</StatusTag>
        ) : isOver ? (
          mayRecord && (
            <Button type="primary" danger={openCents < 0} onClick={onRecord}>
              {t(openCents < 0 ? 'top-ups.between.recordRed' : 'top-ups.between.record')}
            </Button>
          )
        ) : (
          <StatusTag>{t('top-ups.between.running')}</StatusTag>
        )
      }
    >
      <Facts
        rows={[
          [t('top-ups.between.served'), <MoneyText key="served" cents={servedCents} />],
          [t('top-ups.between.invoiced'), <MoneyText key="invoiced" cents={invoicedCents} />],
          [t('top-ups.between.open'), <MoneyText key="open" cents={openCents} strong />],
          [t('top-ups.between.seller'), titleOf(sellerId)],
          [t('top-ups.between.buyer'), titleOf(issuerId)],
          [t('top-ups.between.kind'), t('top-ups.between.ordinary')],
          [t('top-ups.between.remark'), remark],
        ]}
      />
      {lines.length > 0 && <Lines lines={lines} />}
      {invoices.length > 0 && (
        <ul className="rg-settlement-invoices">
          {invoices.map(({ id, invoiceNumber, confirmationNumber, issuedDay, totalCents, sellerName, buyerName }) => (
            <li key={id}>
              <span>
                <strong>{invoiceNumber}</strong>
                <small>
                  {`${formatDay(issuedDay)} · ${sellerName} → ${buyerName}`}
                  {confirmationNumber && ` · ${t('top-ups.between.redOf', { number: confirmationNumber })}`}
                </small>
              </span>
              <MoneyText cents={totalCents} />
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}

function Lines({ lines }: Pick<SettlementPair, 'lines'>) {
  return (
    <ScrollBox>
      <table className="rg-settlement" lang={language()}>
        <caption className="rg-faint">{t('top-ups.between.lines')}</caption>
        <thead>
          <tr>
            {(['rate', 'total', 'net', 'tax'] as const).map((key) => (
              <th key={key} scope="col" className={key === 'rate' ? undefined : 'rg-right'}>
                {t(`top-ups.between.${key}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {lines.map(({ taxRateBps, totalCents, netCents, taxCents }) => (
            <tr key={taxRateBps}>
              <th scope="row">{rateText(taxRateBps)}</th>
              {[totalCents, netCents, taxCents].map((cents, index) => (
                <td key={index}>
                  <MoneyText cents={cents} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  )
}

/** From the settlement's page to the invoices that go with it. */
export function InvoicesLink() {
  if (!useMay()('invoices.read')) return null
  return <Link to={paths.settlementInvoices()}>{t('top-ups.between.title')}</Link>
}
