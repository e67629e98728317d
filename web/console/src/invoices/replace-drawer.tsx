import { Segmented } from 'antd'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { api, useCommand, type ResponseOf } from '@staff/api'
import {
  CommandForm,
  ConfirmDrawer,
  DangerButton,
  Facts,
  MoneyText,
  ReasonField,
  TextField,
  useNotice,
} from '@staff/ui'
import { t } from '#app/i18n.ts'
import { paths } from '#app/paths.ts'
import { buyerTypes, type BuyerType } from '#modules/invoices/buyer-rules.ts'

type Invoice = ResponseOf<typeof api.invoiceGet>
type Fields = {
  confirmationNumber: string
  redInvoiceNumber: string
  name: string
  taxNumber?: string
  email: string
  reason: string
}

/** 换开: the red letter over all of the invoice, recorded, and the right buyer, for whom another is asked. */
export function ReplaceDrawer({
  invoice,
  isOpen,
  onClose,
}: {
  invoice: Invoice
  isOpen: boolean
  onClose: () => void
}) {
  const notice = useNotice()
  const navigate = useNavigate()
  const [buyerType, setBuyerType] = useState<BuyerType>('company')
  const replace = useCommand(api.invoiceReplace, {
    onSuccess: ({ invoiceId }) => {
      onClose()
      notice.done(t('invoices.replaced'))
      void navigate(paths.invoice({ invoiceId }))
    },
  })
  const { id: invoiceId, totalCents, redCents, buyer } = invoice
  const isCompany = buyerType === 'company'
  return (
    <ConfirmDrawer open={isOpen} title={t('invoices.replace')} onClose={onClose}>
      <p>{t('invoices.replaceText')}</p>
      <Facts rows={[[t('invoices.amount'), <MoneyText key="amount" cents={redCents - totalCents} strong />]]} />
      <CommandForm<unknown, unknown, Fields>
        command={replace as never}
        initial={{ email: buyer.email }}
        onSubmit={({ taxNumber, ...fields }) =>
          replace.mutate({ invoiceId, buyerType, taxNumber: isCompany ? (taxNumber ?? '') : null, ...fields })
        }
      >
        <TextField name="confirmationNumber" label={t('invoices.confirmation')} maxLength={40} autoFocus />
        <TextField name="redInvoiceNumber" label={t('invoices.redNumber')} maxLength={20} />
        <Segmented<BuyerType>
          block
          aria-label={t('invoices.buyer')}
          value={buyerType}
          onChange={setBuyerType}
          options={buyerTypes.map((value) => ({ value, label: t(`invoices.buyerType.${value}`) }))}
        />
        <TextField name="name" label={t('invoices.name')} maxLength={100} />
        {isCompany && <TextField name="taxNumber" label={t('invoices.taxNumber')} maxLength={40} />}
        <TextField name="email" label={t('invoices.email')} maxLength={200} />
        <ReasonField name="reason" label={t('invoices.replaceReason')} />
        <DangerButton>{t('invoices.replaceSubmit')}</DangerButton>
      </CommandForm>
    </ConfirmDrawer>
  )
}
