import { useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
import { api, query } from '@staff/api'
import type { Sold } from '#console/till/sold-dialog.tsx'
import type { TillCatalog } from '#console/till/till-data.ts'
import type { Till } from '#console/till/use-cart.ts'
import { paths } from '#app/paths.ts'
import { type AskedMoney, useAskedMoney } from './asked-money.ts'
import { openFeed } from './display-channel.ts'
import { type DisplayState, idle } from './display-state.ts'
import { greetingOf } from './greeting-rules.ts'

type Facts = { storeId: string; till: Till; catalog: TillCatalog; sold: Sold | null; isPaying: boolean }

/** Shows the cart of a till on the customer's screen, if one is open. */
export function useDisplayFeed({ storeId, till, catalog, sold, isPaying }: Facts): void {
  const [feed, setFeed] = useState<ReturnType<typeof openFeed> | null>(null)
  useEffect(() => {
    const opened = openFeed(storeId)
    setFeed(opened)
    return () => opened.close()
  }, [storeId])

  const { memberId } = till.cart
  const member = useQuery({ ...query(api.memberGet, { memberId: memberId ?? '' }), enabled: memberId !== null })
  const name = memberId === null ? undefined : member.data?.name
  const greeting = name ? greetingOf(name) : null
  const asked = useAskedMoney()
  const receiptUrl = useReceiptUrl(sold)
  const state = useMemo(
    () => stateOf({ till, catalog, sold, isPaying, greeting, asked, receiptUrl }),
    [till, catalog, sold, isPaying, greeting, asked, receiptUrl],
  )
  useEffect(() => feed?.show(state), [feed, state])
}

/** The receipt's own page, as the code on paper opens it. */
function useReceiptUrl(sold: Sold | null): string | null {
  const saleId = sold && !sold.isOffline ? sold.saleId : null
  const sale = useQuery({ ...query(api.saleGet, { saleId: saleId ?? '' }), enabled: saleId !== null })
  return saleId && sale.data ? `${location.origin}${paths.receipt({ token: sale.data.receiptToken })}` : null
}

type Shown = Omit<Facts, 'storeId'> & { greeting: string | null; asked: AskedMoney | null; receiptUrl: string | null }

function stateOf({ till, catalog, sold, isPaying, greeting, asked, receiptUrl }: Shown): DisplayState {
  if (sold) {
    const { roundedCents, changeCents, pointsEarned, exchange } = sold
    const netCents = sold.netCents + roundedCents
    return { kind: 'sold', netCents, changeCents, pointsEarned, creditCents: exchange?.paidCents ?? 0, receiptUrl }
  }
  if (asked) return { kind: 'asked', asked }
  const { priced } = till
  if (!priced) return idle
  const { grossCents, discountCents, netCents } = priced
  const lines = priced.lines.map((line) => ({
    lineId: line.lineId,
    name: catalog.items.get(line.productId)?.name ?? '',
    quantityMilli: line.quantityMilli,
    grossCents: line.grossCents,
    netCents: line.netCents,
  }))
  const creditCents = till.cart.exchange?.paidCents ?? 0
  return { kind: 'cart', lines, grossCents, discountCents, netCents, creditCents, greeting, isPaying }
}
