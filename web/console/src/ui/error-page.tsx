import { Button } from 'antd'
import { useCallback, useEffect } from 'react'
import { isRouteErrorResponse, useRevalidator, useRouteError } from 'react-router'
import { ApiRefusal, ApiUnreachable } from '@staff/api'
import { t } from '#app/i18n.ts'
import { paths } from '#app/paths.ts'
import { queryClient } from '#app/query-client.ts'
import { StartingPage } from '#app/starting-page.tsx'
import { useStanding } from '@web/ui/newer-version.ts'

type Kind = 'missing' | 'refused' | 'unreachable' | 'newer' | 'fault'

function kindOf(error: unknown): Kind {
  if (isRouteErrorResponse(error)) return error.status === 404 ? 'missing' : 'fault'
  if (error instanceof Response) return error.status === 404 ? 'missing' : 'fault'
  if (error instanceof ApiRefusal) return error.status === 404 ? 'missing' : 'refused'
  return error instanceof ApiUnreachable ? 'unreachable' : 'fault'
}

/** Stands in for a page that could not be shown: what happened, what was kept, what to do. */
export function ErrorPage() {
  const error = useRouteError()
  const kind = kindOf(error)
  // What looks like a fault may be a page's file that is gone, since a newer version took its place.
  const standing = useStanding(kind === 'fault')
  if (standing === 'asking') return <StartingPage />
  return (
    <Explained
      kind={standing === 'current' ? kind : standing}
      detail={error instanceof ApiRefusal ? error.detail : undefined}
      needsReload={kind === 'fault'}
    />
  )
}

export function NotFoundPage() {
  return <Explained kind="missing" />
}

type ExplainedProps = {
  kind: Kind
  detail?: string | undefined
  /** The page's own script did not run: reading its data again would not mend it. */
  needsReload?: boolean
}

function Explained({ kind, detail, needsReload = false }: ExplainedProps) {
  const { revalidate, state } = useRevalidator()
  const again = useCallback(async () => {
    if (needsReload) return location.reload()
    await queryClient.resetQueries()
    await revalidate()
  }, [needsReload, revalidate])
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
        {(kind === 'fault' || kind === 'newer') && (
          <Button type="primary" onClick={() => location.reload()}>
            {t('ui.error.reload')}
          </Button>
        )}
        <Button href={paths.home()}>{t('ui.error.home')}</Button>
      </div>
    </div>
  )
}
