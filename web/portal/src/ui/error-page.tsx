import { isRouteErrorResponse, Link, useRevalidator, useRouteError } from 'react-router'
import { ApiRefusal, ApiUnreachable } from '@staff/api'
import { useStanding } from '@web/ui/newer-version.ts'
import { t } from '#portal/app/i18n.ts'
import { paths } from '#portal/app/paths.ts'
import { StartingPage } from './starting-page.tsx'

/** What a page shows when it could not be read: what happened, what still works, what to do. */
export function ErrorPage() {
  const error = useRouteError()
  const { revalidate, state } = useRevalidator()
  const isMissing = isRouteErrorResponse(error) && error.status === 404
  const isAnswer = error instanceof ApiRefusal || error instanceof ApiUnreachable
  // What looks like a fault may be a page's file that is gone, since a newer version took its place.
  const isFault = !isMissing && !isAnswer
  const standing = useStanding(isFault)
  if (isMissing) return <NotFoundPage />
  if (standing === 'asking') return <StartingPage />
  const isLineLost = error instanceof ApiUnreachable || standing === 'unreachable'
  const [title, hint] = isLineLost
    ? ([t('app.trouble.offline'), t('app.trouble.offlineHint')] as const)
    : standing === 'newer'
      ? ([t('app.trouble.newer'), t('app.trouble.newerHint')] as const)
      : ([t('app.trouble.title'), error instanceof ApiRefusal ? error.detail : t('app.trouble.hint')] as const)
  const again = () => (isFault ? location.reload() : void revalidate())
  return (
    <main className="rp-trouble">
      <h1>{title}</h1>
      <p>{hint}</p>
      <button className="rp-button" type="button" disabled={state === 'loading'} onClick={again}>
        {t('app.trouble.again')}
      </button>
      {isLineLost && <Link to={paths.card()}>{t('app.trouble.toCard')}</Link>}
      {isLineLost && <Link to={paths.leaveWithoutLine()}>{t('leaving.withoutLine.title')}</Link>}
    </main>
  )
}

export function NotFoundPage() {
  return (
    <main className="rp-trouble">
      <h1>{t('app.trouble.notFound')}</h1>
      <Link className="rp-button" to={paths.home()}>
        {t('app.trouble.toHome')}
      </Link>
    </main>
  )
}
