import { useSuspenseQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api, query, type ResponseOf, useCommand } from '@staff/api'
import { formatInstant, RefusalText, Row, Rows, Section, Sheet } from '@portal/ui'
import { t } from '#portal/app/i18n.ts'
import { ShareLink } from './share-link.tsx'

type Gift = ResponseOf<typeof api.myCouponGiftList>['items'][number]

/** Coupons that are on their way to somebody: the link once more, or back with it. Those that were accepted are told below. */
export function GivenCoupons() {
  const { items } = useSuspenseQuery(query(api.myCouponGiftList, {})).data
  const shown = items.filter(({ state }) => state !== 'returned')
  if (shown.length === 0) return null
  return (
    <Section title={t('coupons.give.given')}>
      <Rows>
        {shown.map((gift) => (
          <GivenRow key={gift.couponGiftId} gift={gift} />
        ))}
      </Rows>
    </Section>
  )
}

function GivenRow({ gift }: { gift: Gift }) {
  const [isOpen, setOpen] = useState(false)
  const { name, state, endsAt, token, couponGiftId } = gift
  const takeBack = useCommand(api.myCouponGiftTakeBack, { onSuccess: () => setOpen(false) })
  if (state !== 'open' || token === null) return <Row icon="ticket" title={name} hint={t('coupons.give.accepted')} />
  return (
    <>
      <Row
        icon="ticket"
        title={name}
        hint={t('coupons.give.waits', { at: formatInstant(endsAt) })}
        onClick={() => setOpen(true)}
      />
      {isOpen && (
        <Sheet title={name} onClose={() => setOpen(false)}>
          <ShareLink title={name} path={`/m/coupon/${token}`} />
          <RefusalText error={takeBack.error} />
          <button
            type="button"
            className="rp-button rp-button-danger"
            disabled={takeBack.isPending}
            onClick={() => takeBack.mutate({ couponGiftId })}
          >
            {t('coupons.give.takeBack')}
          </button>
        </Sheet>
      )}
    </>
  )
}
