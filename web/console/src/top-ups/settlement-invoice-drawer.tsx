import { api, useCommand } from '@staff/api'
import { CommandForm, ConfirmDrawer, Facts, MoneyText, SubmitButton, TextField, useNotice } from '@staff/ui'
import { Form, Input } from 'antd'
import { localDay } from '#shared/business-day.ts'
import { t } from '#app/i18n.ts'
import { useStore } from '#app/session.ts'
import type { SettlementPair } from './settlement-invoices-page.tsx'

type Fields = { invoiceNumber: string; issuedDay: string; confirmationNumber?: string }
type RecordDrawerProps = {
  month: string
  pair: SettlementPair | null
  nameOf: (id: string | null) => string
  onClose: () => void
}

/** The invoice that was made out at the tax platform, put on record for all that is open between two parties. */
export function RecordDrawer({ month, pair, nameOf, onClose }: RecordDrawerProps) {
  const notice = useNotice()
  const { timeZone } = useStore()
  const today = localDay(new Date(), timeZone)
  const record = useCommand(api.settlementInvoiceRecord, {
    changes: [api.settlementInvoiceMonth],
    onSuccess: () => {
      onClose()
      notice.done(t('top-ups.between.recorded'))
    },
  })
  const isRed = pair !== null && pair.openCents < 0
  return (
    <ConfirmDrawer
      open={pair !== null}
      title={t(isRed ? 'top-ups.between.recordRed' : 'top-ups.between.record')}
      onClose={onClose}
    >
      {pair && (
        <CommandForm
          command={record}
          initial={{ issuedDay: today }}
          onSubmit={({ invoiceNumber, issuedDay, confirmationNumber }: Fields) => {
            const { sellerId, issuerId, openCents: totalCents } = pair
            const red = isRed ? { confirmationNumber: confirmationNumber ?? '' } : {}
            record.mutate({ month, sellerId, issuerId, totalCents, invoiceNumber, issuedDay, ...red })
          }}
        >
          <Facts
            rows={[
              [t('top-ups.between.seller'), nameOf(pair.sellerId)],
              [t('top-ups.between.buyer'), nameOf(pair.issuerId)],
              [t('top-ups.between.total'), <MoneyText key="total" cents={pair.openCents} strong />],
            ]}
          />
          <TextField
            name="invoiceNumber"
            label={t('top-ups.between.number')}
            hint={t('top-ups.between.numberHint')}
            maxLength={20}
            autoFocus
          />
          {isRed && <TextField name="confirmationNumber" label={t('invoices.confirmation')} maxLength={40} />}
          <Form.Item name="issuedDay" label={t('top-ups.between.issuedDay')} rules={[{ required: true }]}>
            <Input type="date" max={today} />
          </Form.Item>
          <SubmitButton>{t('top-ups.between.submit')}</SubmitButton>
        </CommandForm>
      )}
    </ConfirmDrawer>
  )
}
