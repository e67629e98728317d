import { api, useCommand } from '@staff/api'
import { CommandForm, EmptyState, PinField, Section, SubmitButton } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { paths } from '#app/paths.ts'
import { useMay, useSession } from '#app/session.ts'
import { OpenShift } from './open-shift.tsx'
import type { TillShift } from './shift-data.ts'

type TakeOverProps = { storeId: string; handedOver: NonNullable<TillShift['handedOver']> }

/** The till waits for one person: they prove themselves by PIN, count what they are given and open. */
export function TakeOver({ storeId, handedOver }: TakeOverProps) {
  const { user, merchant } = useSession()
  const may = useMay()
  const { toUserId, toName, leftCents } = handedOver
  const isReceiver = user.id === toUserId
  if (isReceiver || may('shift.rescue')) {
    return (
      <>
        {!isReceiver && <p className="rg-shift-lead">{t('shifts.takeOver.forOther', { name: toName ?? '' })}</p>}
        <OpenShift storeId={storeId} currency={merchant.currency} leftCents={leftCents} />
      </>
    )
  }
  return (
    <Section>
      <div className="rg-shift-taking">
        <EmptyState title={t('shifts.takeOver.title', { name: toName ?? '' })}>{t('shifts.takeOver.lead')}</EmptyState>
        <PinForm userId={toUserId} />
      </div>
    </Section>
  )
}

/** A new person at this till: everything on the screen is theirs from here on, so the page begins anew. */
function PinForm({ userId }: { userId: string }) {
  const signIn = useCommand(api.sessionByPinCreate, {
    changes: [],
    onSuccess: () => window.location.assign(paths.tillShift()),
  })
  return (
    <CommandForm command={signIn} onSubmit={({ pin }: { pin: string }) => signIn.mutate({ userId, pin })}>
      <PinField name="pin" label={t('shifts.takeOver.pin')} />
      <SubmitButton block size="large">
        {t('shifts.takeOver.submit')}
      </SubmitButton>
    </CommandForm>
  )
}
