import { Button } from 'antd'
import { useCallback, useEffect } from 'react'
import { isRouteErrorResponse, useRevalidator, useRouteError } from 'react-router'
import { ApiRefusal, ApiUnreachable } from '@staff/api'
import { t } from '#app/i18n.ts'
import { paths } from '#app/paths.ts'
import { queryClient } from '#app/query-client.ts'

type Kind = 'missing' | 'refused' | 'unreachable' | 'fault'

function kindOf(error: unknown): Kind {
  if (isRouteErrorResponse(error)) return error.status === 404 ? 'missing' : 'fault'
  if (error instanceof Response) return error.status === 404 ? 'missing' : 'fault'
  if (error instanceof ApiRefusal) return error.status === 404 ? 'missing' : 'refused'
  if (error instanceof ApiUnreachable) return 'unreachable'
  // A page's file that is gone: a newer version was put in place while this one was open.
  return error instanceof TypeError && /dynamically imported module/i.test(error.message) ? 'unreachable' : 'fault'
}

/** Stands in for a page that could not be shown: what happened, what was kept, what to do. */
export function ErrorPage() {
  const error = useRouteError()
  const kind = kindOf(error)
  return <Explained kind={kind} detail={error instanceof ApiRefusal ? error.detail : undefined} />
}

export function NotFoundPage() {
  return <Explained kind="missing" />
}

function Explained({ kind, detail }: { kind: Kind; detail?: string | undefined }) {
  const { revalidate, state } = useRevalidator()
  const again = useCallback(async () => {
    await queryClient.resetQueries()
    await revalidate()
  }, [revalidate])
  useEffect(() => {
    if (kind !== 'unreachable') return undefined
    const onLine = () => void again()
    window.addEventListener('online', onLine)
    return () => window.removeEventListener('online', onLine)
  }, [kind, again])
  return (
    <div className="rg-error-page" role="alert">
      <p className="rg-error-sign" aria-hidden="true">
        {t(`ui.error.${kind}.sign`)}
      </p>
      <h1>{t(`ui.error.${kind}.title`)}</h1>
      <p>{detail ?? t(`ui.error.${kind}.text`)}</p>
      <div className="rg-error-actions">
        {kind === 'unreachable' && (
          <Button type="primary" loading={state === 'loading'} onClick={() => void again()}>
            {t('ui.error.again')}
          </Button>
        )}
        {kind === 'fault' && (
          <Button type="primary" onClick={() => location.reload()}>
            {t('ui.error.reload')}
          </Button>
        )}
        <Button href={paths.home()}>{t('ui.error.home')}</Button>
      </div>
    </div>
  )
}
