import { Button } from 'antd'
import { useSyncExternalStore } from 'react'
import { t } from './i18n.ts'
import { isUpdateReady, onUpdateReady, takeUpdate } from './service-worker.ts'

/** A newer version is taken when the reader says so, never under their hands. */
export function UpdateNotice() {
  const isReady = useSyncExternalStore(onUpdateReady, isUpdateReady)
  if (!isReady) return null
  return (
    <div className="rg-update" role="status">
      <span>{t('app.update.ready')}</span>
      <Button type="primary" onClick={takeUpdate}>
        {t('app.update.take')}
      </Button>
    </div>
  )
}
