import { CalculatorOutlined, DownloadOutlined, InboxOutlined, UploadOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useState } from 'react'
import { api, useCommand } from '@staff/api'
import { CommandForm, ConfirmDrawer, MoneyField, SubmitButton, TextField, useNotice } from '@staff/ui'
import { PaperState } from '#console/printing/paper-state.tsx'
import { t } from '#app/i18n.ts'
import { useMay } from '#app/session.ts'
import { shiftChanges } from './shift-data.ts'

type Kind = 'paid_in' | 'paid_out' | 'opened'

/** What can be done with an open drawer. */
export function DrawerActions({ shiftId, onCount }: { shiftId: string; onCount: () => void }) {
  const [kind, setKind] = useState<Kind | null>(null)
  const [slipId, setSlipId] = useState<string | null>(null)
  const may = useMay()
  const icons = { paid_in: <DownloadOutlined />, paid_out: <UploadOutlined />, opened: <InboxOutlined /> }
  return (
    <div className="rg-shift-actions">
      {may('drawer.move') &&
        (['paid_in', 'paid_out', 'opened'] as const).map((each) => (
          <Button key={each} size="large" icon={icons[each]} onClick={() => setKind(each)}>
            {t(`shifts.move.${each}`)}
          </Button>
        ))}
      {may('shift.close') && (
        <Button size="large" type="primary" icon={<CalculatorOutlined />} onClick={onCount}>
          {t('shifts.count.begin')}
        </Button>
      )}
      <ConfirmDrawer open={kind !== null} title={kind ? t(`shifts.move.${kind}`) : ''} onClose={() => setKind(null)}>
        {kind && (
          <MoveForm
            shiftId={shiftId}
            kind={kind}
            onDone={(printJobId) => {
              setSlipId(printJobId)
              setKind(null)
            }}
          />
        )}
      </ConfirmDrawer>
      {/* A drawer that stays shut because its printer is off: said, not left to be found out. */}
      {slipId && <PaperState key={slipId} jobId={slipId} />}
    </div>
  )
}

function MoveForm({
  shiftId,
  kind,
  onDone,
}: {
  shiftId: string
  kind: Kind
  onDone: (printJobId: string | null) => void
}) {
  const notice = useNotice()
  const move = useCommand(api.drawerMove, {
    changes: shiftChanges,
    onSuccess: ({ printJobId }) => {
      notice.done(t('shifts.move.done'))
      onDone(printJobId)
    },
  })
  return (
    <CommandForm
      command={move}
      onSubmit={({ amountCents = 0, reason }: { amountCents?: number; reason: string }) =>
        move.mutate({ shiftId, kind, amountCents, reason })
      }
    >
      {kind !== 'opened' && <MoneyField name="amountCents" label={t('shifts.move.amount')} autoFocus />}
      <TextField
        name="reason"
        label={t('shifts.move.reason')}
        hint={t(`shifts.move.hint.${kind}`)}
        maxLength={200}
        autoFocus={kind === 'opened'}
      />
      <SubmitButton block size="large">
        {t(`shifts.move.${kind}`)}
      </SubmitButton>
    </CommandForm>
  )
}
