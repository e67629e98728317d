import { api, useCommand } from '@staff/api'
import { CommandForm, MoneyField, MoneyText, Section, SubmitButton, TextField, useNotice } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { queryClient } from '#app/query-client.ts'
import { shiftChanges } from './shift-data.ts'

type OpenShiftProps = { storeId: string; currency: string; leftCents: number | null }

/** The float, counted by whoever begins. What the shift before left stands beside it where counting is not blind. */
export function OpenShift({ storeId, leftCents }: OpenShiftProps) {
  const notice = useNotice()
  const open = useCommand(api.shiftOpen, {
    changes: shiftChanges,
    onSuccess: () => notice.done(t('shifts.open.done')),
    // Somebody opened it at another screen: this one shows their shift.
    onRefused: ({ code }) => {
      if (code === 'shift_already_open') void queryClient.invalidateQueries({ queryKey: [api.tillShiftGet.path] })
    },
  })
  return (
    <Section title={t('shifts.open.title')}>
      <p className="rg-shift-lead">{t('shifts.open.lead')}</p>
      {leftCents !== null && (
        <p className="rg-shift-lead">
          {t('shifts.open.left')} <MoneyText cents={leftCents} strong />
        </p>
      )}
      <CommandForm
        command={open}
        onSubmit={(fields: { openingCents: number; note?: string }) => open.mutate({ storeId, ...fields })}
      >
        <MoneyField name="openingCents" label={t('shifts.float')} autoFocus />
        <TextField name="note" label={t('shifts.note')} isOptional hint={t('shifts.open.noteHint')} maxLength={200} />
        <SubmitButton block size="large">
          {t('shifts.open.submit')}
        </SubmitButton>
      </CommandForm>
    </Section>
  )
}
