import { CloudSyncOutlined, DisconnectOutlined, WarningOutlined, WifiOutlined } from '@ant-design/icons'
import { Button, Popover } from 'antd'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState, useSyncExternalStore } from 'react'
import { useNavigate } from 'react-router'
import { api, ApiRefusal, send } from '@staff/api'
import { formatInstant } from '@web/ui/format-time.ts'
import { t } from '#app/i18n.ts'
import { paths } from '#app/paths.ts'
import { noticedSkewMs } from '#modules/cashier/offline/clock-rules.ts'
import { type LineState, useLineState } from './line-state.ts'
import { startQueue, wake } from './sync-queue.ts'
import { isTill } from './till-contact.ts'
import { WaitingSales } from './waiting-sales.tsx'
import './offline.css'

/** In one word: is there a line, since when not, how much waits. A tap tells more and tries again. */
export function OfflineChip() {
  const line = useLineState()
  const hasLine = useSyncExternalStore(subscribeToLine, () => navigator.onLine)
  if (isTill()) return <TillChip line={line} />
  if (hasLine && isClockOff(line)) return <ClockChip skewMs={line.skewMs} />
  return (
    <span className={`rg-offline-chip rg-offline-${hasLine ? 'online' : 'offline'}`} role="status">
      <WifiOutlined />
      {t(hasLine ? 'app.till.online' : 'app.till.offline')}
    </span>
  )
}

/** A browser that is no till tells of nothing else than its clock. */
function ClockChip({ skewMs }: { skewMs: number }) {
  const facts = (
    <div className="rg-offline-facts">
      <ClockFact skewMs={skewMs} />
    </div>
  )
  return (
    <Popover trigger="click" placement="bottomLeft" destroyOnHidden content={facts}>
      <button type="button" className="rg-offline-chip rg-offline-trouble">
        <WarningOutlined />
        <span aria-live="polite">{t('offline.clockOff')}</span>
      </button>
    </Popover>
  )
}

function ClockFact({ skewMs }: { skewMs: number }) {
  const words = skewMs > 0 ? 'offline.clockBehind' : 'offline.clockAhead'
  return <p className="rg-refusal">{t(words, { span: spanOf(Math.abs(skewMs)) })}</p>
}

/** In the largest unit that is not vague: 26 hours, not 1560 minutes and not a day. */
function spanOf(ms: number): string {
  const hours = Math.round(ms / 3_600_000)
  if (hours < 2) return t('offline.minutes', { count: Math.round(ms / 60_000) })
  return hours < 48 ? t('offline.hours', { count: hours }) : t('offline.days', { count: Math.round(hours / 24) })
}

function isClockOff({ skewMs }: LineState): boolean {
  return Math.abs(skewMs) > noticedSkewMs
}

function TillChip({ line }: { line: LineState }) {
  const client = useQueryClient()
  const navigate = useNavigate()
  const isOnline = line.offlineSince === null
  // Whoever signed in at a till that was bound a moment ago, or after a night: the server is to see them stand here.
  useEffect(() => {
    startQueue()
    void wake()
  }, [])
  // What was shown from memory meanwhile is read anew; whose session ended meanwhile signs in again, the cart stays.
  const wasOffline = useRef(!isOnline)
  useEffect(() => {
    const isBack = isOnline && wasOffline.current
    wasOffline.current = !isOnline
    if (!isBack) return
    void client.invalidateQueries()
    void isSignedIn().then((isThere) => isThere || navigate(paths.signIn(location.pathname)))
  }, [client, isOnline, navigate])
  const tone = toneOf(line)
  return (
    <Popover trigger="click" placement="bottomLeft" destroyOnHidden content={<LineFacts line={line} />}>
      <button type="button" className={`rg-offline-chip rg-offline-${tone}`}>
        {tone === 'online' ? (
          <WifiOutlined />
        ) : tone === 'syncing' ? (
          <CloudSyncOutlined />
        ) : tone === 'trouble' ? (
          <WarningOutlined />
        ) : (
          <DisconnectOutlined />
        )}
        <span aria-live="polite">{wordsOf(line)}</span>
      </button>
    </Popover>
  )
}

/** Whether the server still knows the person at the till. Without an answer nothing is known, and nobody is sent away. */
async function isSignedIn(): Promise<boolean> {
  return send(api.sessionGet, {}).then(
    () => true,
    (error: unknown) => !(error instanceof ApiRefusal),
  )
}

type Tone = 'online' | 'syncing' | 'offline' | 'trouble'

function toneOf(line: LineState): Tone {
  if (line.trouble || line.refused.length > 0) return 'trouble'
  if (line.offlineSince !== null) return 'offline'
  if (line.waiting > 0) return 'syncing'
  return isClockOff(line) ? 'trouble' : 'online'
}

function wordsOf(line: LineState): string {
  const { offlineSince, waiting, trouble, refused } = line
  const waits = waiting > 0 ? ` · ${t('offline.waiting', { count: waiting })}` : ''
  if (trouble) return `${t(`offline.trouble.${trouble}`)}${waits}`
  if (offlineSince !== null) return `${t('offline.since', { time: clockTime(offlineSince) })}${waits}`
  if (refused.length > 0) return t('offline.refused', { count: refused.length })
  if (waiting > 0) return t('offline.syncing', { count: waiting })
  return t(isClockOff(line) ? 'offline.clockOff' : 'app.till.online')
}

function LineFacts({ line }: { line: LineState }) {
  const { offlineSince, waiting, trouble, skewMs, refused } = line
  const [isTrying, setTrying] = useState(false)
  const tryNow = async () => {
    setTrying(true)
    await wake().finally(() => setTrying(false))
  }
  return (
    <div className="rg-offline-facts">
      <p>
        {trouble
          ? t(`offline.troubleText.${trouble}`)
          : t(offlineSince === null ? 'offline.onlineText' : 'offline.offlineText')}
      </p>
      {isClockOff(line) && <ClockFact skewMs={skewMs} />}
      {refused.length > 0 && <p className="rg-refusal">{t('offline.refusedText', { count: refused.length })}</p>}
      {(waiting > 0 || offlineSince !== null) && (
        <Button block loading={isTrying} onClick={() => void tryNow()}>
          {t('offline.tryNow')}
        </Button>
      )}
      <WaitingSales mayRescue={trouble === 'till_revoked'} />
    </div>
  )
}

function clockTime(at: number): string {
  return formatInstant(new Date(at).toISOString()).slice(-5)
}

function subscribeToLine(listener: () => void): () => void {
  window.addEventListener('online', listener)
  window.addEventListener('offline', listener)
  return () => {
    window.removeEventListener('online', listener)
    window.removeEventListener('offline', listener)
  }
}
