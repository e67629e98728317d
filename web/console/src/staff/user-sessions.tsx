import { useSuspenseQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { api, query, useCommand } from '@staff/api'
import { InstantText, RefusalText, Section } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { useMay } from '#app/session.ts'
import { browserName } from '#console/identity/user-agent-rules.ts'

/** Where somebody is signed in; a lost phone is signed out from here. */
export function UserSessions({ userId }: { userId: string }) {
  const { items } = useSuspenseQuery(query(api.userSessionList, { userId })).data
  const may = useMay()
  const end = useCommand(api.userSessionDelete, { changes: [api.userSessionList] })
  return (
    <Section title={t('staff.user.sessions')}>
      <RefusalText error={end.error} />
      {items.length === 0 && <p className="rg-faint">{t('staff.user.noSessions')}</p>}
      <ul className="rg-settings">
        {items.map(({ id, userAgent, ip, lastSeenAt }) => (
          <li key={id}>
            <div>
              <strong>{browserName(userAgent) ?? t('identity.account.sessions.unknown')}</strong>
              <span>
                <InstantText at={lastSeenAt} relative />
                {ip && ` · ${ip}`}
              </span>
            </div>
            {may('staff.manage') && (
              <Button
                size="small"
                loading={end.isPending && end.variables.sessionId === id}
                onClick={() => end.mutate({ userId, sessionId: id })}
              >
                {t('identity.account.sessions.end')}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </Section>
  )
}
