import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Segmented } from 'antd'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { api, query, refresh, useCommand, type InputOf } from '@staff/api'
import {
  ApprovalDialog,
  CommandForm,
  DangerButton,
  Facts,
  MoneyField,
  MoneyText,
  ReasonField,
  Section,
  SelectField,
  StatusTag,
} from '@staff/ui'
import { lineState } from '#console/offline/line-state.ts'
import { t } from '#app/i18n.ts'
import { paths } from '#app/paths.ts'
import { useSession } from '#app/session.ts'
import { showWhatKeepsOpen } from './before-close.tsx'
import { shiftChanges, type Counted, type Shift } from './shift-data.ts'
import { VarianceTable } from './variance-table.tsx'

type CountResultProps = { shift: Shift; counted: Counted; onRecount: () => void }

/** The difference, and then one of two ends: the shift closes, or the drawer goes over to a person named. */
export function CountResult({ shift, counted, onRecount }: CountResultProps) {
  const [way, setWay] = useState<'close' | 'hand_over'>('close')
  const { close, handOver, endByClosing, endByHandingOver, approvalDialog } = useEnding(shift, counted)
  const { varianceCents, needs } = counted
  return (
    <Section
      title={t('shifts.result.title', { number: counted.countNo })}
      actions={<Button onClick={onRecount}>{t('shifts.result.recount')}</Button>}
    >
      <p className="rg-shift-lead">
        {varianceCents === 0 ? (
          <StatusTag tone="good">{t('shifts.result.right')}</StatusTag>
        ) : (
          <StatusTag tone={needs.approval ? 'bad' : 'warn'}>{t('shifts.result.off')}</StatusTag>
        )}
      </p>
      <VarianceTable tenders={counted.tenders} />
      <Segmented
        block
        size="large"
        value={way}
        onChange={setWay}
        options={(['close', 'hand_over'] as const).map((value) => ({ value, label: t(`shifts.result.${value}`) }))}
      />
      {way === 'close' ? (
        <CommandForm command={close} onSubmit={endByClosing} initial={{ leftCents: shift.openingCents }}>
          <MoneyField name="leftCents" label={t('shifts.result.left')} hint={t('shifts.result.leftHint')} />
          <ReasonField name="note" label={t('shifts.note')} isOptional={!needs.note} />
          <DangerButton block size="large">
            {t('shifts.result.submit.close')}
          </DangerButton>
        </CommandForm>
      ) : (
        <CommandForm command={handOver} onSubmit={endByHandingOver}>
          <Receiver exceptId={shift.cashierId} />
          <ReasonField name="note" label={t('shifts.note')} isOptional={!needs.note} />
          <DangerButton block size="large">
            {t('shifts.result.submit.hand_over')}
          </DangerButton>
        </CommandForm>
      )}
      {approvalDialog}
    </Section>
  )
}

/** Whoever can sign in at this till by PIN. */
function Receiver({ exceptId }: { exceptId: string }) {
  const { device } = useSession()
  const { data } = useQuery({ ...query(api.tillGet, {}), enabled: device !== undefined })
  const people = (data?.users ?? []).filter(({ id }) => id !== exceptId)
  return (
    <SelectField
      name="toUserId"
      label={t('shifts.result.receiver')}
      hint={t('shifts.result.receiverHint')}
      options={people.map(({ id, name }) => ({ value: id, label: name }))}
    />
  )
}

type Ending =
  | { way: 'close'; input: InputOf<typeof api.shiftClose> }
  | { way: 'hand_over'; input: InputOf<typeof api.shiftHandOver> }

/** Sends the end that was chosen; a difference above the limit asks for a manager's yes and sends it again with that. */
function useEnding(shift: Shift, { countId }: Counted) {
  const navigate = useNavigate()
  const [waiting, setWaiting] = useState<{ ending: Ending; permission: string; amountCents: number } | null>(null)
  const client = useQueryClient()
  const refused = (ending: Ending, { code, details }: { code: string; details: unknown }) => {
    if (code === 'shift_payments_open') void refresh(client, api.openPaymentList).then(showWhatKeepsOpen)
    if (code === 'shift_unsynced') showWhatKeepsOpen()
    if (code === 'shift_approval_needed') {
      setWaiting({ ending, ...(details as { permission: string; amountCents: number }) })
    }
  }
  const done = () => void navigate(paths.shift({ shiftId: shift.id }))
  const close = useCommand(api.shiftClose, {
    changes: shiftChanges,
    onSuccess: done,
    onRefused: (error, input) => refused({ way: 'close', input }, error),
  })
  const handOver = useCommand(api.shiftHandOver, {
    changes: shiftChanges,
    onSuccess: () => void navigate(paths.tillShift()),
    onRefused: (error, input) => refused({ way: 'hand_over', input }, error),
  })
  const ended = (note: string | undefined) => ({
    shiftId: shift.id,
    countId,
    unsyncedSales: lineState().waiting,
    ...(note && { note }),
  })
  const endByClosing = ({ leftCents, note }: { leftCents: number; note?: string }) =>
    close.mutate({ ...ended(note), leftCents })
  const endByHandingOver = ({ toUserId, note }: { toUserId: string; note?: string }) =>
    handOver.mutate({ ...ended(note), toUserId })
  const approvalDialog = waiting && (
    <ApprovalDialog
      onClose={() => setWaiting(null)}
      permission={waiting.permission}
      subject={{ kind: 'shift', id: shift.id }}
      amountCents={waiting.amountCents}
      onApproved={(approvalId) => {
        const { ending } = waiting
        setWaiting(null)
        if (ending.way === 'close') close.mutate({ ...ending.input, approvalId })
        else handOver.mutate({ ...ending.input, approvalId })
      }}
    >
      <Facts
        rows={[
          [t('shifts.cashier'), shift.cashierName],
          [t('shifts.variance.difference'), <MoneyText key="sum" cents={waiting.amountCents} strong />],
        ]}
      />
    </ApprovalDialog>
  )
  return { close, handOver, endByClosing, endByHandingOver, approvalDialog }
}
