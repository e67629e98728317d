import { useSuspenseQuery } from '@tanstack/react-query'
import { api, query, useCommand } from '@staff/api'
import { formatInstant, Page, RefusalText, Section } from '@portal/ui'
import { t } from '#portal/app/i18n.ts'
import { paths } from '#portal/app/paths.ts'
import { browserWords } from './browser-words.ts'

/** Where somebody is signed in, and how to end it there. */
export function LoginsPage() {
  const { items } = useSuspenseQuery(query(api.myLoginList, {})).data
  const end = useCommand(api.myLoginDelete, { changes: [api.myLoginList] })
  const endOthers = useCommand(api.myOtherLoginsDelete, { changes: [api.myLoginList] })
  return (
    <Page title={t('logins.title')} backTo={paths.privacy()}>
      <ul className="rp-rows">
        {items.map(({ id, userAgent, ip, lastSeenAt, isCurrent }) => (
          <li key={id} className="rp-row">
            <span className="rp-row-text">
              <span className="rp-row-title">{browserWords(userAgent)}</span>
              <span className="rp-row-hint">
                {isCurrent ? t('logins.this') : t('logins.lastSeen', { at: formatInstant(lastSeenAt) })}
                {ip && ` · ${ip}`}
              </span>
            </span>
            {!isCurrent && (
              <button
                className="rp-link"
                type="button"
                disabled={end.isPending}
                onClick={() => end.mutate({ memberSessionId: id })}
              >
                {t('logins.end')}
              </button>
            )}
          </li>
        ))}
      </ul>
      <RefusalText error={end.error ?? endOthers.error} />
      {items.length > 1 && (
        <Section>
          <button
            className="rp-button rp-button-plain"
            type="button"
            disabled={endOthers.isPending}
            onClick={() => endOthers.mutate({})}
          >
            {t('logins.endOthers')}
          </button>
        </Section>
      )}
    </Page>
  )
}
