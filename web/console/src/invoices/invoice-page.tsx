import { useSuspenseQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { Link, type LoaderFunctionArgs, useParams } from 'react-router'
import { api, query, useCommand, type ResponseOf } from '@staff/api'
import {
  CommandForm,
  ConfirmDrawer,
  Facts,
  InstantText,
  MoneyText,
  Page,
  RefusalText,
  Section,
  SubmitButton,
  TextField,
  useNotice,
} from '@staff/ui'
import { fileKinds } from '#modules/invoices/invoice-step-rules.ts'
import { t } from '#app/i18n.ts'
import { idParam, paths } from '#app/paths.ts'
import { queryClient } from '#app/query-client.ts'
import { useMay, useSession } from '#app/session.ts'
import { RowsTable } from '#console/settings/rows-table.tsx'
import { quantityText } from '#console/till/quantity-text.ts'
import { InvoiceStateTag } from './invoice-list-page.tsx'
import { reasonText } from './invoice-words.ts'
import { ReplaceDrawer } from './replace-drawer.tsx'
import './invoices.css'

type Invoice = ResponseOf<typeof api.invoiceGet>

const invoiceQuery = (invoiceId: string) => query(api.invoiceGet, { invoiceId })

export async function loader({ params }: LoaderFunctionArgs) {
  await queryClient.ensureQueryData(invoiceQuery(idParam(params, 'invoiceId')))
  return null
}

/** One e-invoice: for whom, over what, what became of it, and what a person may do about it. */
export function InvoicePage() {
  const invoiceId = idParam(useParams(), 'invoiceId')
  const invoice = useSuspenseQuery({ ...invoiceQuery(invoiceId), refetchInterval: 5_000 }).data
  return (
    <Page
      title={t('invoices.one', { number: invoice.receiptNumber })}
      badge={<InvoiceStateTag state={invoice.state} />}
      back={paths.invoices()}
      width="reading"
      actions={<Actions invoice={invoice} />}
    >
      <Section title={t('invoices.facts')}>
        <InvoiceFacts invoice={invoice} />
      </Section>
      <Section title={t('invoices.buyer')}>
        <Facts
          rows={[
            [t('invoices.name'), invoice.buyer.name],
            [t('invoices.taxNumber'), invoice.buyer.taxNumber],
            [t('invoices.email'), invoice.buyer.email],
          ]}
        />
      </Section>
      <Section title={t('invoices.lines')}>
        <Lines invoice={invoice} />
      </Section>
      {invoice.redLetters.length > 0 && <RedLetters invoice={invoice} />}
      {invoice.others.length > 0 && <Others invoice={invoice} />}
    </Page>
  )
}

function InvoiceFacts({ invoice }: { invoice: Invoice }) {
  const { stores } = useSession()
  const { totalCents, netCents, taxCents, redCents, reason, invoiceNumber, requestedAt, issuedAt, saleId, files } =
    invoice
  const links = fileKinds.filter((kind) => files[kind])
  return (
    <Facts
      rows={[
        [t('invoices.total'), <MoneyText key="total" cents={totalCents} strong />],
        [t('invoices.net'), <MoneyText key="net" cents={netCents} />],
        [t('invoices.tax'), <MoneyText key="tax" cents={taxCents} />],
        ...(redCents > 0 ? [[t('invoices.red'), <MoneyText key="red" cents={-redCents} />] as const] : []),
        ...(reason ? [[t('invoices.reasonTitle'), reasonText(reason)] as const] : []),
        [t('invoices.number'), invoiceNumber],
        [t('invoices.requestedAt'), <InstantText key="requestedAt" at={requestedAt} />],
        [t('invoices.issuedAt'), issuedAt && <InstantText key="issuedAt" at={issuedAt} />],
        [t('invoices.store'), stores.find(({ id }) => id === invoice.storeId)?.name],
        [
          t('invoices.receipt'),
          <Link key="sale" to={paths.sale({ saleId })}>
            {invoice.receiptNumber}
          </Link>,
        ],
        ...(links.length > 0 ? [[t('invoices.files'), <Files key="files" files={files} />] as const] : []),
      ]}
    />
  )
}

function Files({ files }: { files: Invoice['files'] }) {
  return (
    <span className="rg-invoice-files">
      {fileKinds.map(
        (kind) =>
          files[kind] && (
            <a key={kind} href={files[kind]} target="_blank" rel="noreferrer">
              {kind.toUpperCase()}
            </a>
          ),
      )}
    </span>
  )
}

function Lines({ invoice }: { invoice: Invoice }) {
  const rows = invoice.lines.map((line, index) => ({ ...line, id: String(index) }))
  return (
    <RowsTable
      label={t('invoices.lines')}
      rows={rows}
      columns={[
        { key: 'name', title: t('invoices.item'), render: ({ name }) => name },
        { key: 'class', title: t('invoices.taxClass'), render: ({ taxClass }) => taxClass },
        {
          key: 'quantity',
          title: t('invoices.quantity'),
          align: 'right',
          render: ({ quantityMilli }) => quantityText(quantityMilli),
        },
        {
          key: 'rate',
          title: t('invoices.rate'),
          align: 'right',
          render: ({ taxRateBps }) => `${taxRateBps / 100}%`,
        },
        {
          key: 'net',
          title: t('invoices.net'),
          align: 'right',
          render: ({ netCents }) => <MoneyText cents={netCents} />,
        },
        {
          key: 'tax',
          title: t('invoices.tax'),
          align: 'right',
          render: ({ taxCents }) => <MoneyText cents={taxCents} />,
        },
        {
          key: 'total',
          title: t('invoices.total'),
          align: 'right',
          render: ({ totalCents }) => <MoneyText cents={totalCents} />,
        },
      ]}
    />
  )
}

function RedLetters({ invoice }: { invoice: Invoice }) {
  return (
    <Section title={t('invoices.redLetters')}>
      {invoice.redLetters.map(({ redLetterId, confirmationNumber, redInvoiceNumber, amountCents, at }) => (
        <Facts
          key={redLetterId}
          rows={[
            [t('invoices.amount'), <MoneyText key="amount" cents={-amountCents} />],
            [t('invoices.confirmation'), confirmationNumber],
            [t('invoices.redNumber'), redInvoiceNumber],
            [t('invoices.recordedAt'), <InstantText key="at" at={at} />],
          ]}
        />
      ))}
    </Section>
  )
}

/** What it replaced, or what replaced it. */
function Others({ invoice }: { invoice: Invoice }) {
  return (
    <Section title={t('invoices.others')}>
      <Facts
        rows={invoice.others.map(({ invoiceId, state }) => [
          <InvoiceStateTag key="state" state={state} />,
          <Link key="link" to={paths.invoice({ invoiceId })}>
            {t('invoices.show')}
          </Link>,
        ])}
      />
    </Section>
  )
}

/** A failed one is tried again; one whose sale came back is taken back, with the tax office's confirmation. */
function Actions({ invoice }: { invoice: Invoice }) {
  const may = useMay()
  const [open, setOpen] = useState<'redLetter' | 'replace' | null>(null)
  const retry = useCommand(api.invoiceRetry)
  const { id: invoiceId, state } = invoice
  if (!may('invoices.manage')) return null
  return (
    <>
      <RefusalText error={retry.error} />
      {state === 'failed' && (
        <Button type="primary" loading={retry.isPending} onClick={() => retry.mutate({ invoiceId })}>
          {t('invoices.retry')}
        </Button>
      )}
      {state === 'red_letter_needed' && (
        <Button type="primary" onClick={() => setOpen('redLetter')}>
          {t('invoices.recordRed')}
        </Button>
      )}
      {(state === 'issued' || state === 'red_letter_needed') && invoice.redCents < invoice.totalCents && (
        <Button onClick={() => setOpen('replace')}>{t('invoices.replace')}</Button>
      )}
      <RedLetterDrawer invoice={invoice} isOpen={open === 'redLetter'} onClose={() => setOpen(null)} />
      <ReplaceDrawer invoice={invoice} isOpen={open === 'replace'} onClose={() => setOpen(null)} />
    </>
  )
}

type RedLetterDrawerProps = { invoice: Invoice; isOpen: boolean; onClose: () => void }
type RedLetterFields = { confirmationNumber: string; redInvoiceNumber: string }

function RedLetterDrawer({ invoice, isOpen, onClose }: RedLetterDrawerProps) {
  const notice = useNotice()
  const record = useCommand(api.invoiceRedLetterRecord, {
    onSuccess: () => (onClose(), notice.done(t('invoices.recorded'))),
  })
  return (
    <ConfirmDrawer open={isOpen} title={t('invoices.recordRed')} onClose={onClose}>
      <p>{t('invoices.redText')}</p>
      <Facts rows={[[t('invoices.amount'), <MoneyText key="amount" cents={-invoice.redLetterCents} strong />]]} />
      <CommandForm<unknown, unknown, RedLetterFields>
        command={record as never}
        onSubmit={(fields) => record.mutate({ invoiceId: invoice.id, ...fields })}
      >
        <TextField name="confirmationNumber" label={t('invoices.confirmation')} maxLength={40} autoFocus />
        <TextField name="redInvoiceNumber" label={t('invoices.redNumber')} maxLength={20} />
        <SubmitButton>{t('invoices.record')}</SubmitButton>
      </CommandForm>
    </ConfirmDrawer>
  )
}
