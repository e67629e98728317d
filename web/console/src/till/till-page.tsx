import { useQuery, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { api, ApiRefusal, query } from '@staff/api'
import { t } from '#app/i18n.ts'
import { queryClient } from '#app/query-client.ts'
import { requireSession, storeForLoader, useStore } from '#app/session.ts'
import { sentenceFor } from '#console/ui/refusal-text.tsx'
import type { LoaderFunctionArgs } from 'react-router'
import { CartPanel } from './cart-panel.tsx'
import { CatalogPanel } from './catalog-panel.tsx'
import { EnrolDialog } from './enrol-dialog.tsx'
import { MemberDialog } from './member-dialog.tsx'
import { PayDialog } from './pay-dialog.tsx'
import { readScan } from './scan-rules.ts'
import { SoldDialog, type Sold } from './sold-dialog.tsx'
import { catalogQuery, settingsQuery, type TillItem } from './till-data.ts'
import { useCart } from './use-cart.ts'
import './till.css'

export async function loader({ request }: LoaderFunctionArgs) {
  const session = await requireSession(request)
  const { id: storeId } = storeForLoader(session)
  if (storeId === '') return null
  await Promise.all([
    queryClient.ensureQueryData(catalogQuery(storeId)),
    queryClient.ensureQueryData(settingsQuery(storeId)),
  ])
  return null
}

type Dialog = 'pay' | 'member' | 'enrol' | null

/** The till: left the cart, right the catalogue; one input that knows barcodes, members and words. */
export function TillPage() {
  const store = useStore()
  return <Till key={store.id} storeId={store.id} />
}

function Till({ storeId }: { storeId: string }) {
  const catalog = useSuspenseQuery(catalogQuery(storeId)).data
  const settings = useSuspenseQuery(settingsQuery(storeId)).data
  const till = useCart(storeId, catalog, settings)
  const [dialog, setDialog] = useState<Dialog>(null)
  const [sold, setSold] = useState<Sold | null>(null)
  const [typed, setTyped] = useState('')
  const input = useRef<HTMLInputElement>(null)
  const client = useQueryClient()
  const [trouble, setTrouble] = useState<string | null>(null)
  const { cart, dispatch, priced } = till
  useKeys({
    F2: () => setDialog('member'),
    F9: () => priced && setDialog('pay'),
    Escape: () => setDialog(null),
  })

  const addItem = (item: TillItem, quantityMilli = 1000, embeddedCents: number | null = null) => {
    if (item.listPriceCents === null) return setTrouble(t('till.noPrice', { name: item.name }))
    setTrouble(null)
    dispatch({
      type: 'add',
      productId: item.id,
      quantityMilli,
      merge: !item.isWeighed,
      ...(embeddedCents ? { embeddedCents } : {}),
    })
  }
  const attach = (memberId: string | null) => {
    dispatch({ type: 'attach', memberId })
    setDialog(null)
    setTyped('')
    setTrouble(null)
    input.current?.focus()
  }
  const confirmTyped = async (found: readonly TillItem[]) => {
    const scan = readScan(typed, catalog)
    if (scan.kind === 'item') {
      addItem(scan.item, scan.quantityMilli, scan.embeddedCents)
      setTyped('')
      return
    }
    if (scan.kind === 'member') {
      try {
        const { memberId } = await client.fetchQuery({ ...query(api.memberLookup, { code: scan.code }), staleTime: 0 })
        return attach(memberId)
      } catch (error) {
        if (!(error instanceof ApiRefusal) || error.code !== 'member_not_found') return setTrouble(sentenceFor(error))
      }
    }
    if (found.length === 1) {
      addItem(found[0]!)
      setTyped('')
    } else if (found.length === 0) setTrouble(t('till.nothingFound', { text: typed }))
  }

  return (
    <div className="rg-till-page">
      <CartPanel
        till={till}
        catalog={catalog}
        onPay={() => setDialog('pay')}
        onChooseMember={() => setDialog('member')}
      />
      <CatalogPanel
        catalog={catalog}
        typed={typed}
        trouble={trouble}
        onType={(text) => {
          setTyped(text)
          setTrouble(null)
        }}
        onConfirm={confirmTyped}
        onAdd={addItem}
        onAttach={attach}
        inputRef={input}
      />
      <MemberDialog
        open={dialog === 'member'}
        onClose={() => setDialog(null)}
        onAttach={attach}
        onEnrol={() => setDialog('enrol')}
      />
      <EnrolDialog open={dialog === 'enrol'} storeId={storeId} onClose={() => setDialog(null)} onEnrolled={attach} />
      {priced && (
        <PayDialog
          open={dialog === 'pay'}
          onClose={() => setDialog(null)}
          till={till}
          storeId={storeId}
          onSold={(answer) => {
            setSold(answer)
            setDialog(null)
            dispatch({ type: 'startNew' })
          }}
        />
      )}
      <SoldDialog
        sold={sold}
        onClose={() => {
          setSold(null)
          input.current?.focus()
        }}
      />
      <Preload memberId={cart.memberId} />
    </div>
  )
}

/** Warms what the payment needs, so that it opens without waiting. */
function Preload({ memberId }: { memberId: string | null }) {
  useQuery({ ...query(api.memberAccountsGet, { memberId: memberId ?? '' }), enabled: memberId !== null })
  return null
}

function useKeys(keys: Record<string, () => void>): void {
  const latest = useRef(keys)
  latest.current = keys
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const act = latest.current[event.key]
      if (!act || (event.key === 'Escape' && event.defaultPrevented)) return
      if (event.key !== 'Escape') event.preventDefault()
      act()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])
}
