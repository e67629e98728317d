import { ApiRefusal, type ApiUnreachable } from '@staff/api'
import { t } from '#portal/app/i18n.ts'

/** Why something was not done, in the server's words, where the reader's eye is. Its place is kept, so nothing jumps. */
export function RefusalText({ error }: { error: ApiRefusal | ApiUnreachable | null }) {
  return (
    <p className="rp-refusal" role="alert">
      {error && (error instanceof ApiRefusal ? error.detail : (error.advice ?? t('app.trouble.unreachable')))}
    </p>
  )
}
