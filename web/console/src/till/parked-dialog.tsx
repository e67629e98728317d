import { DeleteOutlined, InboxOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button, Input, InputNumber } from 'antd'
import { useState } from 'react'
import { api, query, useCommand } from '@staff/api'
import { EmptyState, formatDistance, formatMoney, ModalDialog, RefusalText, StatusTag } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { queryClient } from '#app/query-client.ts'
import { useMay } from '#app/session.ts'
import { longestKeepHours } from '#modules/cashier/parked/parking-rules.ts'
import { forgetTaking, takeParked } from './take-parked.ts'
import { taskClock } from './task-clock.ts'
import type { Till } from './use-cart.ts'

type ParkedDialogProps = { open: boolean; storeId: string; till: Till; onClose: () => void }

/** Open parked sales of the store, kept fresh: other tills park and take, too. */
export const parkedQuery = (storeId: string) => ({
  ...query(api.parkedSaleList, { storeId }),
  staleTime: 5_000,
  refetchInterval: 30_000,
})

/** Puts the sale aside, or takes one up again that any till of the store put aside. */
export function ParkedDialog({ open, ...rest }: ParkedDialogProps) {
  return (
    <ModalDialog
      open={open}
      onCancel={rest.onClose}
      footer={null}
      width={600}
      title={t('till.parked.title')}
      destroyOnHidden
    >
      {rest.till.cart.lines.length > 0 && <ParkForm {...rest} />}
      <ParkedList {...rest} />
      <KeepHours />
    </ModalDialog>
  )
}

function ParkForm({ storeId, till, onClose }: Omit<ParkedDialogProps, 'open'>) {
  const { cart, dispatch, priced } = till
  const [label, setLabel] = useState('')
  const park = useCommand(api.parkedSaleCreate, {
    changes: [api.parkedSaleList],
    onSuccess: () => {
      taskClock.drop('sale')
      dispatch({ type: 'startNew' })
      onClose()
    },
  })
  const { saleId, lines, memberId, orderDiscount, salespersonId, note } = cart
  return (
    <form
      className="rg-till-park"
      onSubmit={(event) => {
        event.preventDefault()
        park.mutate({
          storeId,
          shownCents: priced?.netCents ?? 0,
          ...(label.trim() ? { label: label.trim() } : {}),
          cart: {
            saleId,
            memberId,
            lines,
            ...(orderDiscount ? { orderDiscount } : {}),
            ...(salespersonId ? { salespersonId } : {}),
            ...(note ? { note } : {}),
          },
        })
      }}
    >
      <Input
        autoFocus
        size="large"
        maxLength={40}
        autoComplete="off"
        aria-label={t('till.parked.label')}
        placeholder={t('till.parked.label')}
        value={label}
        onChange={(event) => setLabel(event.target.value)}
      />
      <Button type="primary" size="large" htmlType="submit" loading={park.isPending}>
        {t('till.parked.park', { amount: formatMoney(priced?.netCents ?? 0) })}
      </Button>
      <RefusalText error={park.error} />
    </form>
  )
}

function ParkedList({ storeId, till, onClose }: Omit<ParkedDialogProps, 'open'>) {
  const parked = useQuery(parkedQuery(storeId))
  const [trouble, setTrouble] = useState<unknown>(null)
  const [taking, setTaking] = useState<string | null>(null)
  const discard = useCommand(api.parkedSaleDiscard, { changes: [api.parkedSaleList] })
  const isBusy = till.cart.lines.length > 0
  const take = async (parkedSaleId: string) => {
    setTaking(parkedSaleId)
    setTrouble(null)
    try {
      till.dispatch({ type: 'takeUp', cart: await takeParked(storeId, parkedSaleId) })
      forgetTaking(storeId)
      onClose()
    } catch (error) {
      setTrouble(error)
    } finally {
      setTaking(null)
      void queryClient.invalidateQueries({ queryKey: [api.parkedSaleList.path] })
    }
  }
  if (parked.isError) return <RefusalText error={parked.error} />
  const items = parked.data?.items ?? []
  if (parked.isSuccess && items.length === 0) {
    return (
      <>
        <RefusalText error={trouble ?? discard.error} />
        <EmptyState title={t('till.parked.none')}>{t('till.parked.noneText')}</EmptyState>
      </>
    )
  }
  return (
    <>
      <RefusalText error={trouble ?? discard.error} />
      {isBusy && <p className="rg-faint">{t('till.parked.busy')}</p>}
      <ul className="rg-till-parked" aria-label={t('till.parked.title')}>
        {items.map((row, index) => (
          <li key={row.parkedSaleId}>
            <InboxOutlined />
            <div>
              <strong>{row.label ?? row.memberName ?? t('till.parked.walkIn')}</strong>{' '}
              {row.priority > 0 && (
                <StatusTag tone="info">{t('passes.till.priority', { level: row.priority })}</StatusTag>
              )}
              <span>
                {[
                  t('till.parked.lines', { count: row.lineCount }),
                  row.label ? row.memberName : null,
                  row.tillName,
                  row.parkedBy,
                  formatDistance(row.parkedAt, new Date()),
                ]
                  .filter(Boolean)
                  .join(' · ')}
              </span>
            </div>
            <strong className="rg-money">{formatMoney(row.shownCents)}</strong>
            <Button
              type="primary"
              size="large"
              autoFocus={index === 0 && !isBusy}
              disabled={isBusy || taking !== null}
              loading={taking === row.parkedSaleId}
              onClick={() => void take(row.parkedSaleId)}
            >
              {t('till.parked.take')}
            </Button>
            <Button
              size="large"
              danger
              icon={<DeleteOutlined />}
              aria-label={t('till.parked.discard', { name: row.label ?? row.memberName ?? t('till.parked.walkIn') })}
              onClick={() => discard.mutate({ parkedSaleId: row.parkedSaleId })}
            />
          </li>
        ))}
      </ul>
    </>
  )
}

/** How long parked sales of this shop wait, for whoever may change its settings. Those that wait already keep their time. */
function KeepHours() {
  const mayEdit = useMay()('settings.edit')
  const rule = useQuery({ ...query(api.parkingRuleGet, {}), enabled: mayEdit })
  const save = useCommand(api.parkingRuleSet, { changes: [api.parkingRuleGet] })
  const [hours, setHours] = useState<number | null>(null)
  if (!mayEdit || !rule.data) return null
  const shown = hours ?? rule.data.keepHours
  return (
    <form
      className="rg-till-keep"
      onSubmit={(event) => {
        event.preventDefault()
        save.mutate({ keepHours: shown })
      }}
    >
      <label htmlFor="rg-till-keep-hours">{t('till.parked.keep')}</label>
      <InputNumber<number>
        id="rg-till-keep-hours"
        size="large"
        min={1}
        max={longestKeepHours}
        precision={0}
        value={shown}
        onChange={setHours}
        suffix={t('till.parked.hours')}
      />
      <Button size="large" htmlType="submit" disabled={shown === rule.data.keepHours} loading={save.isPending}>
        {t('till.parked.keepSave')}
      </Button>
      <RefusalText error={save.error} />
    </form>
  )
}
