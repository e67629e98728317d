import { ExclamationCircleFilled } from '@ant-design/icons'
import { ApiRefusal, ApiUnreachable } from '@staff/api'
import { t } from '#app/i18n.ts'

/** Why something did not happen, in one sentence: the server's own, or that the line is down. */
export function sentenceFor(error: unknown): string {
  if (error instanceof ApiRefusal) return error.detail
  return (error instanceof ApiUnreachable && error.advice) || t('ui.refusal.unreachable')
}

/** A refusal in words, read out at once by screen readers. Nothing where there is none. */
export function RefusalText({ error }: { error: unknown }) {
  return (
    <span className="rg-refusal" role="alert">
      {error ? (
        <>
          <ExclamationCircleFilled />
          <span>{sentenceFor(error)}</span>
        </>
      ) : null}
    </span>
  )
}
