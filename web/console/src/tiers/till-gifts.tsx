import { GiftOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { api, query, useCommand } from '@staff/api'
import { RefusalText, useNotice } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { useStore } from '#app/session.ts'
import './tiers.css'

/** What the attached member may still take of their level's gifts: one press, and the coupon is in the cart's choices. */
export function TillGifts({ memberId }: { memberId: string }) {
  const { id: storeId } = useStore()
  const notice = useNotice()
  const { data } = useQuery({ ...query(api.memberTierGet, { memberId }), staleTime: 60_000, retry: false })
  const claim = useCommand(api.tierGiftClaim, {
    changes: [api.memberTierGet, api.usableCouponList],
    onSuccess: () => notice.done(t('tiers.till.claimed')),
  })
  const open = data?.gifts.filter(({ left }) => left > 0) ?? []
  if (open.length === 0) return null
  return (
    <div className="rg-till-gifts">
      {open.map(({ benefitId, name, left, quantity }) => (
        <Button
          key={benefitId}
          icon={<GiftOutlined />}
          loading={claim.isPending && claim.variables.benefitId === benefitId}
          onClick={() => claim.mutate({ memberId, benefitId, storeId })}
        >
          {t('tiers.till.claim', { name, left, quantity })}
        </Button>
      ))}
      <RefusalText error={claim.error} />
    </div>
  )
}
