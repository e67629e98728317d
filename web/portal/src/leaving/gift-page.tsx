import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams } from 'react-router'
import { api, query, type ResponseOf, useCommand } from '@staff/api'
import { EmptyState, formatDay, formatInstant, Page, RefusalText } from '@portal/ui'
import { t } from '#portal/app/i18n.ts'
import { paths } from '#portal/app/paths.ts'
import { isSignedOut } from '#portal/app/query-client.ts'
import './leaving.css'

/** Behind the link of a pass that somebody hands on: what it is, what is left of it, and one button to have it. */
export function GiftPage() {
  const { token = '' } = useParams()
  const { data, error } = useQuery({ ...query(api.passGiftGet, { token }), retry: false })
  return (
    <main className="rp-page">
      <Page title={data?.merchantName ?? t('leaving.gift.title')}>
        <RefusalText error={error} />
        {data && <Gift token={token} gift={data} />}
      </Page>
    </main>
  )
}

function Gift({ token, gift }: { token: string; gift: ResponseOf<typeof api.passGiftGet> }) {
  const { passName, units, endsDay, endsAt, state } = gift
  if (state !== 'open') {
    return <EmptyState icon="gift" title={t(state === 'taken' ? 'leaving.gift.taken' : 'leaving.gift.over')} />
  }
  return (
    <>
      <article className="rp-paper rp-offer">
        <p className="rp-small">{t('leaving.gift.forYou')}</p>
        <h2>{passName}</h2>
        <ul className="rp-gift-units">
          {units.map(({ name, leftUnits }) => (
            <li key={name}>
              <span>{name}</span>
              <strong>
                {leftUnits === null ? t('passes.unlimited') : t('leaving.gift.left', { count: leftUnits })}
              </strong>
            </li>
          ))}
        </ul>
        {endsDay && <p className="rp-small">{t('leaving.usableUntil', { day: formatDay(endsDay) })}</p>}
        <p className="rp-small">{t('leaving.offerUntil', { at: formatInstant(endsAt) })}</p>
      </article>
      <Take token={token} />
    </>
  )
}

function Take({ token }: { token: string }) {
  const navigate = useNavigate()
  const take = useCommand(api.myPassGiftTake, {
    onSuccess: () => navigate(paths.benefits(), { replace: true }),
    onRefused: (refusal) => {
      if (isSignedOut(refusal)) void navigate(paths.signIn(paths.passGift(token)))
    },
  })
  return (
    <>
      {!isSignedOut(take.error) && <RefusalText error={take.error} />}
      <button className="rp-button" type="button" disabled={take.isPending} onClick={() => take.mutate({ token })}>
        {t('leaving.gift.take')}
      </button>
    </>
  )
}
