import { Button } from 'antd'
import { useEffect, useSyncExternalStore } from 'react'
import { t } from './i18n.ts'
import { paths } from './paths.ts'
import { isUpdateReady, isUpdateTaken, onUpdateReady, takeUpdate } from './service-worker.ts'

/** A newer version is taken when the reader says so, never under their hands. Customers are not asked: their screen follows the till. */
export function UpdateNotice() {
  const isReady = useSyncExternalStore(onUpdateReady, isUpdateReady)
  const isTaken = useSyncExternalStore(onUpdateReady, isUpdateTaken)
  const isForCustomers = location.pathname === paths.display()
  useEffect(() => {
    if (isForCustomers && isTaken) location.reload()
  }, [isForCustomers, isTaken])
  if (!isReady || isForCustomers) return null
  return (
    <div className="rg-update" role="status">
      <span>{t('app.update.ready')}</span>
      <Button type="primary" onClick={takeUpdate}>
        {t('app.update.take')}
      </Button>
    </div>
  )
}
