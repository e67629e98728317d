import { isRouteErrorResponse, Link, useRevalidator, useRouteError } from 'react-router'
import { ApiRefusal, ApiUnreachable } from '@staff/api'
import { t } from '#portal/app/i18n.ts'
import { paths } from '#portal/app/paths.ts'

/** What a page shows when it could not be read: what happened, what still works, what to do. */
export function ErrorPage() {
  const error = useRouteError()
  const { revalidate, state } = useRevalidator()
  if (isRouteErrorResponse(error) && error.status === 404) return <NotFoundPage />
  const isLineLost = error instanceof ApiUnreachable
  return (
    <main className="rp-trouble">
      <h1>{isLineLost ? t('app.trouble.offline') : t('app.trouble.title')}</h1>
      <p>
        {error instanceof ApiRefusal ? error.detail : isLineLost ? t('app.trouble.offlineHint') : t('app.trouble.hint')}
      </p>
      <button className="rp-button" type="button" disabled={state === 'loading'} onClick={() => void revalidate()}>
        {t('app.trouble.again')}
      </button>
      {isLineLost && <Link to={paths.card()}>{t('app.trouble.toCard')}</Link>}
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
