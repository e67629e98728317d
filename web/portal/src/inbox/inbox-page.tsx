import { Fragment, useEffect } from 'react'
import { Link } from 'react-router'
import { api, send, useCommand } from '@staff/api'
import { EmptyState, formatInstant, MoreButton, Page, usePages } from '@portal/ui'
import { t } from '#portal/app/i18n.ts'
import { paths } from '#portal/app/paths.ts'

/** What the shop wrote. Opening the page is reading it. */
export function InboxPage() {
  const { items, more } = usePages(['inbox'], (cursor) => send(api.myInboxGet, cursor ? { cursor } : {}))
  const { mutate: markRead } = useCommand(api.myInboxMarkRead, { changes: [api.myInboxGet] })
  const unread = items.find(({ isRead }) => !isRead)
  const through = unread?.at
  useEffect(() => {
    if (through) markRead({ through })
  }, [through, markRead])
  return (
    <Page title={t('inbox.title')} backTo={paths.me()}>
      {items.length === 0 ? (
        <EmptyState icon="bell" title={t('inbox.none')}>
          {t('inbox.noneHint')}
        </EmptyState>
      ) : (
        <ul className="rp-letters">
          {items.map(({ id, title, body, at, isRead }) => (
            <li key={id} className="rp-paper" data-read={isRead}>
              <h2>{title}</h2>
              <p>
                <WithLinks text={body} />
              </p>
              <p className="rp-small">{formatInstant(at)}</p>
            </li>
          ))}
        </ul>
      )}
      <MoreButton more={more} />
    </Page>
  )
}

/** The words of a letter; an address of the portal among them opens there. Any other stays text: nothing leads out of here unseen. */
function WithLinks({ text }: { text: string }) {
  return text.split(/(https?:\/\/[^\s，。；]+)/).map((part, index) => {
    const way = index % 2 === 1 ? /^https?:\/\/[^/]+\/m(\/.*)$/.exec(part)?.[1] : undefined
    return <Fragment key={index}>{way ? <Link to={way}>{t('inbox.open')}</Link> : part}</Fragment>
  })
}
