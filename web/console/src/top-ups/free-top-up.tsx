import { EditOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { api, query, type ResponseOf, useCommand } from '@staff/api'
import {
  CommandForm,
  ConfirmDrawer,
  formatMoney,
  MoneyField,
  RefusalText,
  Section,
  SubmitButton,
  SwitchField,
  TextField,
  useNotice,
} from '@staff/ui'
import { t } from '#app/i18n.ts'
import { queryClient } from '#app/query-client.ts'

type FreeTopUp = ResponseOf<typeof api.freeTopUpGet>

/** Amounts of their own that members top up on the phone: whether, within what limits, and what they bring on top. */
export function FreeTopUpSection({ mayEdit }: { mayEdit: boolean }) {
  const { data: free, error } = useQuery(query(api.freeTopUpGet, {}))
  const [isEditing, setEditing] = useState(false)
  if (!free) return <RefusalText error={error} />
  const { name, isOnline, minCents, maxCents, stepCents } = free
  const limits = { min: formatMoney(minCents), max: formatMoney(maxCents), step: formatMoney(stepCents) }
  return (
    <Section
      title={t('top-ups.free.title')}
      actions={
        mayEdit && (
          <Button icon={<EditOutlined />} onClick={() => setEditing(true)}>
            {t('top-ups.free.edit')}
          </Button>
        )
      }
    >
      <p>{isOnline ? t('top-ups.free.on', { name, ...limits }) : t('top-ups.free.off')}</p>
      <p className="rg-faint">{t('top-ups.free.bonus')}</p>
      <FreeTopUpDrawer open={isEditing} free={free} onClose={() => setEditing(false)} />
    </Section>
  )
}

function FreeTopUpDrawer({ open, free, onClose }: { open: boolean; free: FreeTopUp; onClose: () => void }) {
  const notice = useNotice()
  const save = useCommand(api.freeTopUpSave, {
    changes: [api.freeTopUpGet],
    onSuccess: () => {
      notice.done(t('top-ups.free.saved'))
      onClose()
    },
    onRefused: ({ code }) => {
      if (code === 'settings_changed')
        void queryClient.invalidateQueries({ queryKey: query(api.freeTopUpGet, {}).queryKey })
    },
  })
  const { version, ...fields } = free
  return (
    <ConfirmDrawer open={open} title={t('top-ups.free.title')} onClose={onClose}>
      <CommandForm
        command={save}
        initial={version === 0 ? { ...fields, isOnline: true } : fields}
        onSubmit={(typed: Omit<FreeTopUp, 'version'>) => save.mutate({ version, ...typed })}
      >
        <SwitchField name="isOnline" label={t('top-ups.free.isOnline')} hint={t('top-ups.free.isOnlineHint')} />
        <TextField name="name" label={t('top-ups.free.name')} hint={t('top-ups.free.nameHint')} maxLength={60} />
        <div className="rg-field-row">
          <MoneyField name="minCents" label={t('top-ups.free.min')} />
          <MoneyField name="maxCents" label={t('top-ups.free.max')} hint={t('top-ups.free.maxHint')} />
        </div>
        <MoneyField name="stepCents" label={t('top-ups.free.step')} hint={t('top-ups.free.stepHint')} />
        <SubmitButton block>{t('top-ups.free.save')}</SubmitButton>
      </CommandForm>
    </ConfirmDrawer>
  )
}
