import { useNavigation } from 'react-router'
import { t } from './i18n.ts'

/** A thin line while the next page loads. It waits a moment before it shows, so that quick pages do not flicker. */
export function LoadingBar() {
  if (useNavigation().state !== 'loading') return null
  return <div className="rg-loading-bar" role="progressbar" aria-label={t('app.loading')} />
}
