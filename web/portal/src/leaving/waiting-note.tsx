import { useCallback, useEffect, useState } from 'react'
import { useQueryClient } from '@tanstack/react-query'
import { Link } from 'react-router'
import { t } from '#portal/app/i18n.ts'
import { paths } from '#portal/app/paths.ts'
import { useSession } from '#portal/app/session.ts'
import { dropWaiting, readWaiting, sendWaiting, type WaitingLeaving } from './waiting-leaving.ts'
import './leaving.css'

const everyMs = 15_000

/** Cancellations that have not reached the shop yet say so, and are sent as soon as there is a line, unless their member calls them off before. */
export function WaitingNote() {
  const client = useQueryClient()
  const memberId = useSession().member.id
  const [waiting, setWaiting] = useState<WaitingLeaving[]>([])
  const attempt = useCallback(async () => {
    setWaiting(await readWaiting(memberId))
    if ((await sendWaiting(memberId)) > 0) await client.invalidateQueries()
    setWaiting(await readWaiting(memberId))
  }, [client, memberId])
  useEffect(() => {
    const timer = setInterval(() => void attempt(), everyMs)
    const onLine = () => void attempt()
    addEventListener('online', onLine)
    void attempt()
    return () => {
      clearInterval(timer)
      removeEventListener('online', onLine)
    }
  }, [attempt])
  const callOff = async (passId: string) => {
    await dropWaiting(passId)
    setWaiting(await readWaiting(memberId))
  }
  return waiting.map(({ passId, passName, trouble }) => (
    <div key={passId} className="rp-paper rp-waiting">
      <p role="status">
        {trouble === null ? (
          t('leaving.waiting', { pass: passName })
        ) : (
          <>
            {t('leaving.refused', { pass: passName, why: trouble })}{' '}
            <Link to={paths.leave(passId)}>{t('leaving.refusedOpen')}</Link>
          </>
        )}
      </p>
      <button
        className="rp-link"
        type="button"
        aria-label={t('leaving.callOffOf', { pass: passName })}
        onClick={() => void callOff(passId)}
      >
        {t('leaving.callOff')}
      </button>
    </div>
  ))
}
