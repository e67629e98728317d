import { PlusOutlined } from '@ant-design/icons'
import { useSuspenseQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { api, query, useCommand } from '@staff/api'
import { EmptyState, formatDay, Page, RefusalText, Section } from '@staff/ui'
import { localDay } from '#shared/business-day.ts'
import { t } from '#app/i18n.ts'
import { queryClient } from '#app/query-client.ts'
import { useMay, useStore } from '#app/session.ts'
import { FreeTopUpSection } from './free-top-up.tsx'
import { OfferDrawer } from './offer-drawer.tsx'
import { OfferFace } from './offer-face.tsx'
import type { Offer } from './offer-words.ts'
import './top-ups.css'

const offersQuery = () => query(api.topUpOfferList, {})

export async function loader() {
  await queryClient.ensureQueryData(offersQuery())
  return null
}

/** The offers that the till sells: made once, then only taken off sale and put back. */
export function OffersPage() {
  const { items } = useSuspenseQuery(offersQuery()).data
  const [isMaking, setMaking] = useState(false)
  const mayEdit = useMay()('topup.edit')
  const onSale = items.filter(({ closedAt }) => closedAt === null)
  const closed = items.filter(({ closedAt }) => closedAt !== null)
  const add = mayEdit && (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setMaking(true)}>
      {t('top-ups.add')}
    </Button>
  )
  return (
    <Page title={t('top-ups.title')} lead={t('top-ups.lead')} actions={items.length > 0 && add}>
      {items.length === 0 ? (
        <div className="rg-card">
          <EmptyState title={t('top-ups.none')} action={add}>
            {t('top-ups.noneText')}
          </EmptyState>
        </div>
      ) : (
        <>
          {onSale.length > 0 && <Offers title={t('top-ups.onSale')} offers={onSale} mayEdit={mayEdit} />}
          {closed.length > 0 && <Offers title={t('top-ups.closed')} offers={closed} mayEdit={mayEdit} />}
        </>
      )}
      <FreeTopUpSection mayEdit={mayEdit} />
      <OfferDrawer open={isMaking} onClose={() => setMaking(false)} />
    </Page>
  )
}

function Offers({ title, offers, mayEdit }: { title: string; offers: readonly Offer[]; mayEdit: boolean }) {
  return (
    <Section title={title}>
      <ul className="rg-offers">
        {offers.map((offer) => (
          <OfferCard key={offer.offerId} offer={offer} mayEdit={mayEdit} />
        ))}
      </ul>
    </Section>
  )
}

function OfferCard({ offer, mayEdit }: { offer: Offer; mayEdit: boolean }) {
  const { offerId, name, drawMode, createdAt, closedAt, isOnline } = offer
  const { timeZone } = useStore()
  const close = useCommand(api.topUpOfferClose, { changes: [api.topUpOfferList] })
  const reopen = useCommand(api.topUpOfferReopen, { changes: [api.topUpOfferList] })
  const command = closedAt ? reopen : close
  const sellOnline = useCommand(api.topUpOfferOnlineCreate, { changes: [api.topUpOfferList] })
  const sellHere = useCommand(api.topUpOfferOnlineDelete, { changes: [api.topUpOfferList] })
  const place = isOnline ? sellHere : sellOnline
  const day = localDay(new Date(closedAt ?? createdAt), timeZone)
  return (
    <li className={closedAt ? 'rg-offer-card rg-offer-closed' : 'rg-offer-card'}>
      <OfferFace name={name} terms={offer} />
      <span className="rg-offer-mode">
        {t(`top-ups.mode.${drawMode}`)}
        {isOnline && !closedAt && ` · ${t('top-ups.online')}`}
      </span>
      <span className="rg-offer-tools">
        <small>{t(closedAt ? 'top-ups.since' : 'top-ups.created', { day: formatDay(day) })}</small>
        {mayEdit && !closedAt && (
          <Button size="small" loading={place.isPending} onClick={() => place.mutate({ offerId })}>
            {t(isOnline ? 'top-ups.sellHere' : 'top-ups.sellOnline')}
          </Button>
        )}
        {mayEdit && (
          <Button size="small" loading={command.isPending} onClick={() => command.mutate({ offerId })}>
            {t(closedAt ? 'top-ups.reopen' : 'top-ups.close')}
          </Button>
        )}
      </span>
      <RefusalText error={command.error ?? place.error} />
    </li>
  )
}
