import { useInfiniteQuery } from '@tanstack/react-query'
import { Button, Segmented, Skeleton } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import { api, send } from '@staff/api'
import { EmptyState, formatInstant, MoneyText, RefusalText } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { paths } from '#app/paths.ts'
import { useStore } from '#app/session.ts'
import { useStoreNames } from '#console/members/use-store-names.ts'
import { useNames } from '#console/promotions/use-names.ts'
import { CouponFace } from './coupon-face.tsx'
import { lastDayWords, namedInTerms, restrictionWords, type Terms } from './coupon-words.ts'

type State = 'usable' | 'used' | 'expired'

/** A member's coupons: what they can still use, what they used and where, what ran out. */
export function CouponsSection({ memberId }: { memberId: string }) {
  const [state, setState] = useState<State>('usable')
  const { timeZone } = useStore()
  const coupons = useInfiniteQuery({
    queryKey: [api.memberCouponList.path, { memberId, state }, 'pages'],
    queryFn: ({ pageParam, signal }) =>
      send(api.memberCouponList, { memberId, state, limit: 20, ...(pageParam && { cursor: pageParam }) }, { signal }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
  })
  const rows = coupons.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <>
      <p>
        <Segmented
          options={(['usable', 'used', 'expired'] as const).map((value) => ({
            value,
            label: t(`coupons.memberState.${value}`),
          }))}
          value={state}
          onChange={setState}
        />
      </p>
      {coupons.isPending && <Skeleton active />}
      <RefusalText error={coupons.error} />
      {coupons.isSuccess && rows.length === 0 && (
        <EmptyState title={t(`coupons.memberEmpty.${state}`)}>{t('coupons.memberEmptyText')}</EmptyState>
      )}
      <ul className="rg-coupons">
        {rows.map((row) => (
          <li key={row.couponId} className="rg-coupon-card">
            <CouponFace
              name={row.name}
              terms={row.terms}
              when={lastDayWords(row.endsAt, timeZone)}
              isDim={state !== 'usable'}
            />
            {row.usedAt && row.saleId ? (
              <span className="rg-coupon-figures">
                <Link to={paths.sale({ saleId: row.saleId })}>
                  {t('coupons.usedAt', { at: formatInstant(row.usedAt) })}
                </Link>
                <MoneyText cents={-(row.offCents ?? 0)} signed />
              </span>
            ) : (
              <Restrictions terms={row.terms} />
            )}
          </li>
        ))}
      </ul>
      {coupons.hasNextPage && (
        <Button block loading={coupons.isFetchingNextPage} onClick={() => void coupons.fetchNextPage()}>
          {t('members.event.older')}
        </Button>
      )}
    </>
  )
}

function Restrictions({ terms }: { terms: Terms }) {
  const nameOf = useNames(namedInTerms(terms))
  const words = restrictionWords(terms, nameOf, useStoreNames())
  if (words.length === 0) return null
  return (
    <ul className="rg-coupon-limits">
      {words.map((sentence) => (
        <li key={sentence}>{sentence}</li>
      ))}
    </ul>
  )
}
