import { useQuery } from '@tanstack/react-query'
import { api, query, useCommand } from '@staff/api'
import { CommandForm, ConfirmDrawer, MoneyField, SubmitButton, useNotice, WholeNumberField } from '@staff/ui'
import { t } from '#app/i18n.ts'

type Fields = {
  storedSale: number
  storedMember: number
  storedTotal: number
  pointsSale: number
  pointsMember: number
  pointsTotal: number
}

/** How much a till may take on trust while there is no line. */
export function LimitsDrawer({ deviceId, onClose }: { deviceId: string | null; onClose: () => void }) {
  return (
    <ConfirmDrawer open={deviceId !== null} title={t('offline.limits.title')} onClose={onClose}>
      {deviceId && <LimitsForm deviceId={deviceId} onClose={onClose} />}
    </ConfirmDrawer>
  )
}

function LimitsForm({ deviceId, onClose }: { deviceId: string; onClose: () => void }) {
  const notice = useNotice()
  const { data } = useQuery(query(api.offlineLimitsGet, { deviceId }))
  const save = useCommand(api.offlineLimitsSet, {
    onSuccess: () => {
      onClose()
      notice.done(t('offline.limits.saved'))
    },
  })
  if (!data) return null
  const { stored, points } = data
  const initial: Fields = {
    ...{ storedSale: stored.sale, storedMember: stored.member, storedTotal: stored.total },
    ...{ pointsSale: points.sale, pointsMember: points.member, pointsTotal: points.total },
  }
  return (
    <CommandForm
      command={save}
      initial={initial}
      onSubmit={(fields: Fields) =>
        save.mutate({
          deviceId,
          stored: { sale: fields.storedSale, member: fields.storedMember, total: fields.storedTotal },
          points: { sale: fields.pointsSale, member: fields.pointsMember, total: fields.pointsTotal },
        })
      }
    >
      <p className="rg-drawer-text">{t('offline.limits.text')}</p>
      <h3>{t('offline.limits.stored')}</h3>
      <MoneyField name="storedSale" label={t('offline.limits.sale')} />
      <MoneyField name="storedMember" label={t('offline.limits.member')} />
      <MoneyField name="storedTotal" label={t('offline.limits.total')} />
      <h3>{t('offline.limits.points')}</h3>
      <WholeNumberField name="pointsSale" label={t('offline.limits.sale')} />
      <WholeNumberField name="pointsMember" label={t('offline.limits.member')} />
      <WholeNumberField name="pointsTotal" label={t('offline.limits.total')} />
      <SubmitButton>{t('offline.limits.save')}</SubmitButton>
    </CommandForm>
  )
}
