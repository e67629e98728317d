import { api, useCommand } from '@staff/api'
import { CommandForm, ConfirmDrawer, DangerButton } from '@staff/ui'
import { useNavigate } from 'react-router'
import { t } from '#app/i18n.ts'
import { paths } from '#app/paths.ts'

type CloseDrawerProps = { storeId: string; name: string; isOpen: boolean; onClose: () => void }

/** The end of a store: nothing more is sold there, its records stay. */
export function CloseDrawer({ storeId, name, isOpen, onClose }: CloseDrawerProps) {
  const navigate = useNavigate()
  const close = useCommand(api.storeClosureCreate, {
    onSuccess: () => {
      onClose()
      void navigate(paths.store({ storeId }))
    },
  })
  return (
    <ConfirmDrawer open={isOpen} title={t('settings.store.close')} onClose={onClose}>
      <CommandForm command={close} onSubmit={() => close.mutate({ storeId })}>
        <p className="rg-drawer-text">{t('settings.store.closeText', { name })}</p>
        <DangerButton>{t('settings.store.closeConfirm', { name })}</DangerButton>
      </CommandForm>
    </ConfirmDrawer>
  )
}
