import { FileTextOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button, ConfigProvider, Form, Input, Segmented } from 'antd'
import { useState } from 'react'
import { api, query, useCommand, type ResponseOf } from '@staff/api'
import { CommandForm, formatMoney, StatusTag, SubmitButton, TextField } from '@staff/ui'
import { type BuyerType, buyerTypes, isCreditCode, normalTaxNumber } from '#modules/invoices/buyer-rules.ts'
import { t } from '#app/i18n.ts'
import { useFormField } from '#console/ui/form-context.ts'

type Known = ResponseOf<typeof api.receiptInvoiceGet>
type Invoice = NonNullable<Known['invoice']>
type ReceiptInvoiceProps = { token: string; currency: string }

const isUnderWay = (invoice: Known['invoice']) => invoice?.state === 'requested' || invoice?.state === 'issuing'

/** The e-invoice of a receipt: asked for here by whoever holds it, followed until it is issued. */
export function ReceiptInvoice({ token, currency }: ReceiptInvoiceProps) {
  const [isAsking, setAsking] = useState(false)
  const known = useQuery({
    ...query(api.receiptInvoiceGet, { token }),
    refetchInterval: ({ state }) => (isUnderWay(state.data?.invoice ?? null) ? 3_000 : false),
  }).data
  if (!known) return null
  const { isOffered, invoice, invoiceableCents } = known
  const mayAsk = isOffered && invoiceableCents > 0 && (!invoice || invoice.state === 'failed')
  if (!invoice && !mayAsk) return null
  return (
    <section className="rg-receipt-invoice" aria-label={t('cashier.invoice.title')}>
      {invoice && <InvoiceState invoice={invoice} currency={currency} />}
      {mayAsk && !isAsking && (
        <Button size="large" block icon={<FileTextOutlined />} onClick={() => setAsking(true)}>
          {t(invoice ? 'cashier.invoice.again' : 'cashier.invoice.ask')}
        </Button>
      )}
      {mayAsk && isAsking && (
        <ConfigProvider componentSize="large">
          <InvoiceForm
            token={token}
            amount={formatMoney(invoiceableCents, currency)}
            onAsked={() => setAsking(false)}
          />
        </ConfigProvider>
      )}
    </section>
  )
}

const tones = { requested: 'info', issuing: 'info', issued: 'good', failed: 'bad', red_letter_needed: 'plain' } as const

function InvoiceState({ invoice, currency }: { invoice: Invoice; currency: string }) {
  const { state, totalCents, invoiceNumber } = invoice
  return (
    <div role="status" className="rg-receipt-invoice-state">
      <span>
        {t('cashier.invoice.title')} {formatMoney(totalCents, currency)}
      </span>
      <StatusTag tone={tones[state]}>{t(`cashier.invoice.state.${state}`)}</StatusTag>
      {invoiceNumber && <span className="rg-receipt-invoice-number">{invoiceNumber}</span>}
      <p>{t(`cashier.invoice.text.${state}`)}</p>
    </div>
  )
}

type InvoiceFormProps = { token: string; amount: string; onAsked: () => void }
type Fields = { name: string; taxNumber?: string; email: string }

function InvoiceForm({ token, amount, onAsked }: InvoiceFormProps) {
  const [buyerType, setBuyerType] = useState<BuyerType>('personal')
  const ask = useCommand(api.receiptInvoiceRequest, { changes: [api.receiptInvoiceGet], onSuccess: onAsked })
  const isCompany = buyerType === 'company'
  return (
    <CommandForm<unknown, unknown, Fields>
      command={ask as never}
      onSubmit={({ name, taxNumber, email }) =>
        ask.mutate({ token, buyerType, name, email: email.trim(), taxNumber: isCompany ? (taxNumber ?? '') : null })
      }
    >
      <h2>{t('cashier.invoice.heading', { amount })}</h2>
      <Segmented<BuyerType>
        block
        aria-label={t('cashier.invoice.buyerType')}
        value={buyerType}
        onChange={setBuyerType}
        options={buyerTypes.map((value) => ({ value, label: t(`cashier.invoice.type.${value}`) }))}
      />
      <TextField
        name="name"
        label={t(isCompany ? 'cashier.invoice.companyName' : 'cashier.invoice.personName')}
        autoComplete={isCompany ? 'organization' : 'name'}
        maxLength={100}
      />
      {isCompany && <TaxNumberField />}
      <EmailField />
      <SubmitButton>{t('cashier.invoice.submit')}</SubmitButton>
      <p className="rg-receipt-invoice-note">{t('cashier.invoice.note')}</p>
    </CommandForm>
  )
}

/** Checked as it stands in the field: a mistyped character shows before anything is sent. */
function TaxNumberField() {
  useFormField('taxNumber')
  const check = (_: unknown, typed = '') =>
    isCreditCode(normalTaxNumber(typed))
      ? Promise.resolve()
      : Promise.reject(new Error(t('cashier.invoice.wrongNumber')))
  return (
    <Form.Item
      name="taxNumber"
      label={t('cashier.invoice.taxNumber')}
      validateTrigger="onBlur"
      rules={[{ required: true, validator: check }]}
    >
      <Input maxLength={30} autoComplete="off" autoCapitalize="characters" spellCheck={false} />
    </Form.Item>
  )
}

function EmailField() {
  useFormField('email')
  return (
    <Form.Item
      name="email"
      label={t('cashier.invoice.email')}
      validateTrigger="onBlur"
      rules={[{ required: true, type: 'email', message: t('cashier.invoice.wrongEmail') }]}
    >
      <Input type="email" inputMode="email" autoComplete="email" maxLength={200} />
    </Form.Item>
  )
}
