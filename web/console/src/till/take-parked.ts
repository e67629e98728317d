import { api, ApiRefusal, send } from '@staff/api'
import { newId } from '#shared/ids.ts'
import type { CartState } from './cart-state.ts'

export type ParkedCart = Partial<CartState> & Pick<CartState, 'saleId' | 'lines'>

/** A taking whose answer is not known yet: kept, so that a reload in between neither loses the cart nor takes it twice. */
type OpenTaking = { key: string; parkedSaleId: string; cart: ParkedCart }

const storageName = (storeId: string) => `regulars.till.taking.${storeId}`

/**
 * Takes a parked sale up. Its cart is read first, for it never changes while it waits; then it is taken under a key of this
 * till's own. Of many tills one succeeds; the others are refused (`parked_sale_gone`).
 */
export async function takeParked(storeId: string, parkedSaleId: string): Promise<ParkedCart> {
  const { cart } = await send(api.parkedSaleGet, { parkedSaleId })
  const { saleId, lines, memberId = null, orderDiscount = null, salespersonId = null, note = '' } = cart
  return finish(storeId, {
    key: newId(),
    parkedSaleId,
    cart: { saleId, lines, memberId, orderDiscount, salespersonId, note },
  })
}

/** Ends a taking that a reload cut off; null where there is none, or where it turns out that another till was first. */
export async function resumeTaking(storeId: string): Promise<ParkedCart | null> {
  const open = readOpen(storeId)
  if (!open) return null
  try {
    return await finish(storeId, open)
  } catch (error) {
    if (error instanceof ApiRefusal) return null
    throw error
  }
}

async function finish(storeId: string, open: OpenTaking): Promise<ParkedCart> {
  keepOpen(storeId, open)
  try {
    await send(api.parkedSaleTake, { parkedSaleId: open.parkedSaleId }, { idempotencyKey: open.key })
  } catch (error) {
    // A refusal is an answer; a lost line is not.
    if (error instanceof ApiRefusal) keepOpen(storeId, null)
    throw error
  }
  return open.cart
}

/** To be called when the cart stands on the till, where it is kept from now on. */
export function forgetTaking(storeId: string): void {
  keepOpen(storeId, null)
}

function readOpen(storeId: string): OpenTaking | null {
  try {
    const text = localStorage.getItem(storageName(storeId))
    return text ? (JSON.parse(text) as OpenTaking) : null
  } catch {
    return null // a browser that keeps nothing has nothing to resume
  }
}

function keepOpen(storeId: string, open: OpenTaking | null): void {
  try {
    if (open) localStorage.setItem(storageName(storeId), JSON.stringify(open))
    else localStorage.removeItem(storageName(storeId))
  } catch {
    // kept in memory only
  }
}
