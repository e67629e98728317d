import { useQuery } from '@tanstack/react-query'
import { Checkbox, Form, Radio } from 'antd'
import { useState } from 'react'
import { api, query, useCommand } from '@staff/api'
import {
  CommandForm,
  ConfirmDrawer,
  Facts,
  formatDay,
  formatMoney,
  ReasonField,
  RefusalText,
  SubmitButton,
  useNotice,
} from '@staff/ui'
import { t } from '#app/i18n.ts'
import { useMay } from '#app/session.ts'
import { MemberPicker } from '#console/members/member-picker.tsx'
import { passChanges, type PassDetails } from './pass-words.ts'

type TransferDrawerProps = { open: boolean; pass: PassDetails; onClose: () => void }

/** Gives a pass to another member: who, what goes with it, and that both said yes in front of staff. */
export function TransferDrawer({ open, pass, onClose }: TransferDrawerProps) {
  return (
    <ConfirmDrawer open={open} title={t('passes.transfer.open')} onClose={onClose}>
      <TransferForm pass={pass} onClose={onClose} />
    </ConfirmDrawer>
  )
}

function TransferForm({ pass, onClose }: Omit<TransferDrawerProps, 'open'>) {
  const notice = useNotice()
  const mayWaive = useMay()('passes.manage')
  const [toMemberId, setTo] = useState<string | null>(null)
  const [isAgreed, setAgreed] = useState(false)
  const [fee, setFee] = useState<'stored_value' | 'waived'>('stored_value')
  const quote = useQuery({
    ...query(api.passTransferQuote, { passId: pass.id, toMemberId: toMemberId ?? '' }),
    enabled: toMemberId !== null,
    retry: false,
  })
  const transfer = useCommand(api.passTransferCreate, {
    changes: passChanges,
    onSuccess: () => {
      notice.done(t('passes.transfer.done'))
      onClose()
    },
  })
  const feeCents = quote.data?.feeCents ?? 0
  return (
    <CommandForm
      command={transfer}
      onSubmit={({ reason }: { reason: string }) =>
        toMemberId &&
        transfer.mutate({ passId: pass.id, toMemberId, isAgreed, reason, ...(feeCents > 0 ? { fee } : {}) })
      }
    >
      <Form.Item label={t('passes.transfer.to')}>
        <MemberPicker
          value={toMemberId}
          exceptId={pass.memberId}
          aria-label={t('passes.transfer.to')}
          onChange={setTo}
        />
      </Form.Item>
      <ReasonField name="reason" label={t('passes.reason')} />
      <Checkbox checked={isAgreed} onChange={(event) => setAgreed(event.target.checked)}>
        {t('passes.transfer.agreed')}
      </Checkbox>
      <RefusalText error={quote.error} />
      {quote.data && (
        <Facts
          rows={[
            ...quote.data.units.map(
              ({ name, leftUnits }) =>
                [
                  name,
                  leftUnits === null ? t('passes.left.unlimited') : t('passes.left.only', { count: leftUnits }),
                ] as const,
            ),
            [t('passes.endsDay'), quote.data.endsDay ? formatDay(quote.data.endsDay) : t('passes.until.never')],
            [t('passes.terms.fee'), feeCents > 0 ? formatMoney(feeCents) : t('passes.fee.none')],
          ]}
        />
      )}
      {feeCents > 0 && (
        <Radio.Group value={fee} onChange={(event) => setFee(event.target.value as typeof fee)}>
          <Radio value="stored_value">{t('passes.fee.stored')}</Radio>
          {mayWaive && <Radio value="waived">{t('passes.fee.waived')}</Radio>}
        </Radio.Group>
      )}
      <SubmitButton block disabled={!quote.data || !isAgreed}>
        {t('passes.transfer.open')}
      </SubmitButton>
    </CommandForm>
  )
}
