import { api, useCommand } from '@staff/api'
import { CommandForm, ConfirmDrawer, ReasonField, SubmitButton, useNotice, WholeNumberField } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { passChanges, type PassDetails } from './pass-words.ts'

type ExtendDrawerProps = { open: boolean; pass: PassDetails; onClose: () => void }

/** Makes a pass last longer, with a word why. */
export function ExtendDrawer({ open, pass, onClose }: ExtendDrawerProps) {
  const notice = useNotice()
  const extend = useCommand(api.passExtend, {
    changes: passChanges,
    onSuccess: () => {
      notice.done(t('passes.extend.done'))
      onClose()
    },
  })
  return (
    <ConfirmDrawer open={open} title={t('passes.extend.open')} onClose={onClose}>
      <CommandForm
        command={extend}
        onSubmit={({ days, reason }: { days: number; reason: string }) =>
          extend.mutate({ passId: pass.id, days, reason })
        }
      >
        <WholeNumberField name="days" label={t('passes.extend.days')} />
        <ReasonField name="reason" label={t('passes.reason')} />
        <SubmitButton block>{t('passes.extend.open')}</SubmitButton>
      </CommandForm>
    </ConfirmDrawer>
  )
}
