import { useEffect, useState } from 'react'
import { useQueryClient } from '@tanstack/react-query'
import { t } from '#portal/app/i18n.ts'
import { readWaiting, sendWaiting, type WaitingLeaving } from './waiting-leaving.ts'
import './leaving.css'

const everyMs = 15_000

/** A cancellation that has not reached the shop yet says so, and is sent as soon as there is a line. */
export function WaitingNote() {
  const client = useQueryClient()
  const [waiting, setWaiting] = useState<WaitingLeaving>()
  useEffect(() => {
    const attempt = async () => {
      const kept = await readWaiting()
      setWaiting(kept)
      if (!kept || !(await sendWaiting())) return
      setWaiting(undefined)
      await client.invalidateQueries()
    }
    const timer = setInterval(() => void attempt(), everyMs)
    const onLine = () => void attempt()
    addEventListener('online', onLine)
    void attempt()
    return () => {
      clearInterval(timer)
      removeEventListener('online', onLine)
    }
  }, [client])
  if (!waiting) return null
  return (
    <p className="rp-paper rp-waiting" role="status">
      {t('leaving.waiting', { pass: waiting.passName })}
    </p>
  )
}
