import { DesktopOutlined, MobileOutlined, ShopOutlined } from '@ant-design/icons'
import { useSuspenseQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { api, query, useCommand, type ResponseOf } from '@staff/api'
import { InstantText, RefusalText, Section, StatusTag, useNotice } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { browserName } from './user-agent-rules.ts'

type SignedIn = ResponseOf<typeof api.mySessionList>['items'][number]

/** Where one is signed in; anything strange is ended with one click. */
export function SessionsSection() {
  const { items } = useSuspenseQuery(query(api.mySessionList, {})).data
  const notice = useNotice()
  const done = () => notice.done(t('identity.account.sessions.ended'))
  const end = useCommand(api.mySessionDelete, { changes: [api.mySessionList], onSuccess: done })
  const endOthers = useCommand(api.myOtherSessionsDelete, { changes: [api.mySessionList], onSuccess: done })
  const hasOthers = items.some(({ isCurrent }) => !isCurrent)
  return (
    <Section
      title={t('identity.account.sessions.title')}
      actions={
        hasOthers && (
          <Button size="small" loading={endOthers.isPending} onClick={() => endOthers.mutate({})}>
            {t('identity.account.sessions.endOthers')}
          </Button>
        )
      }
    >
      <RefusalText error={end.error ?? endOthers.error} />
      <ul className="rg-settings">
        {items.map((session) => (
          <SessionRow
            key={session.id}
            session={session}
            isEnding={end.isPending && end.variables.sessionId === session.id}
            onEnd={() => end.mutate({ sessionId: session.id })}
          />
        ))}
      </ul>
    </Section>
  )
}

function SessionRow({ session, isEnding, onEnd }: { session: SignedIn; isEnding: boolean; onEnd: () => void }) {
  const { userAgent, ip, deviceId, isCurrent, lastSeenAt } = session
  const Icon = deviceId ? ShopOutlined : /Mobile|Android|iPhone/.test(userAgent) ? MobileOutlined : DesktopOutlined
  return (
    <li>
      <span className="rg-hand-icon">
        <Icon />
      </span>
      <div>
        <strong>
          {browserName(userAgent) ?? t('identity.account.sessions.unknown')}{' '}
          {isCurrent && <StatusTag tone="good">{t('identity.account.sessions.current')}</StatusTag>}{' '}
          {deviceId && <StatusTag tone="primary">{t('identity.account.sessions.till')}</StatusTag>}
        </strong>
        <span>
          {t('identity.account.sessions.lastSeen')} <InstantText at={lastSeenAt} relative />
          {ip && ` · ${ip}`}
        </span>
      </div>
      {!isCurrent && (
        <Button size="small" loading={isEnding} onClick={onEnd}>
          {t('identity.account.sessions.end')}
        </Button>
      )}
    </li>
  )
}
