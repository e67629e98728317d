import { SwapOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button, Skeleton } from 'antd'
import { useNavigate } from 'react-router'
import { api, query, type ResponseOf } from '@staff/api'
import { ConfirmDrawer, RefusalText } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { paths } from '#app/paths.ts'
import { useStore } from '#app/session.ts'
import { useStoreNames } from '#console/members/use-store-names.ts'
import { holdPassChange } from '#console/till/use-cart.ts'
import { newId } from '#shared/ids.ts'
import { heldReturnOf } from './held-return-rules.ts'
import { RefundPlan } from './refund-plan.tsx'
import type { Sale } from './sale-page.tsx'

type PassChangeDrawerProps = {
  sale: Sale
  /** The pass of this sale that goes for another plan; null: none, and the drawer is shut. */
  passId: string | null
  /** The plan that was chosen for it. */
  planId: string | null
  onClose: () => void
}

/** Beside the sale of a pass that goes for another plan: what is left of it by what was paid, and the way to the till. */
export function PassChangeDrawer({ sale, passId, planId, onClose }: PassChangeDrawerProps) {
  return (
    <ConfirmDrawer open={passId !== null} size="large" title={t('cashier.passChange.title')} onClose={onClose}>
      {passId && <Change sale={sale} passId={passId} planId={planId} />}
    </ConfirmDrawer>
  )
}

function Change({ sale, passId, planId }: { sale: Sale; passId: string; planId: string | null }) {
  const pass = useQuery({ ...query(api.passGet, { passId }), retry: false })
  if (pass.error) return <RefusalText error={pass.error} />
  if (!pass.data) return <Skeleton active />
  return <Quoted sale={sale} pass={pass.data} planId={planId} />
}

type QuotedProps = { sale: Sale; pass: ResponseOf<typeof api.passGet>; planId: string | null }

function Quoted({ sale, pass, planId }: QuotedProps) {
  const navigate = useNavigate()
  const here = useStore()
  const storeNames = useStoreNames()
  const lines = pass.saleLineId === null ? [] : [{ lineId: pass.saleLineId, quantityMilli: 1000 }]
  const { data, error, isFetching } = useQuery({
    ...query(api.refundQuote, { saleId: sale.id, lines, passCause: 'change' }),
    enabled: lines.length > 0,
    staleTime: 0,
    retry: false,
  })
  const quote = error ? undefined : data
  const toTill = () => {
    if (!quote) return
    const chosen = { lines, passCause: 'change', reason: t('cashier.passChange.reason'), refundId: newId() } as const
    holdPassChange(here.id, heldReturnOf(sale, quote, chosen), { memberId: pass.memberId, planId })
    void navigate(paths.till())
  }
  return (
    <>
      <p className="rg-drawer-text">{t('cashier.passChange.text', { name: pass.name, holder: pass.memberName })}</p>
      <RefundPlan sale={sale} quote={quote} error={error} isWorking={isFetching} isChanged={false} />
      {here.id === sale.storeId ? (
        <Button type="primary" block size="large" icon={<SwapOutlined />} disabled={!quote} onClick={toTill}>
          {t('cashier.passChange.toTill')}
        </Button>
      ) : (
        <p className="rg-plan-changed">
          {t('cashier.passChange.elsewhere', { store: storeNames.get(sale.storeId) ?? '–' })}
        </p>
      )}
    </>
  )
}
