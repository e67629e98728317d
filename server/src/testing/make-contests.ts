import assert from 'node:assert/strict'
import { sql } from 'kysely'
import type { SaleInput } from '#modules/cashier/sale/sell.ts'
import type { Work } from '#platform/work.ts'
import { makeCoupon, makeCouponTemplate } from './make-coupon.ts'
import { makeGiftCard } from './make-gift-card.ts'
import { makeItem } from './make-item.ts'
import { makeMember } from './make-member.ts'
import { makePromotion } from './make-promotion.ts'
import { makeSale, saleInputOf, type SaleWish } from './make-sale.ts'
import { makeStoredValue } from './make-value.ts'

type Run = <T>(body: (work: Work) => Promise<T>) => Promise<T>

/** Something of which there is too little, wanted by many sales at once. */
export type Contest = {
  title: string
  /** How many want it where the check is to be hard. */
  takers: number
  /** Whether the database itself refuses too much of it, so that sales which forgot to lock are done again and refused. */
  hasNet: boolean
  /** New sales that all want it, and how many have to be booked and refused, by what they hear. */
  make(takers: number): Promise<{ inputs: SaleInput[]; expected: Record<string, number> }>
}

/** The races of a shop (RELIABILITY 13 to 15): each call of `make` sets up a new one, committed by `run`. */
export function makeContests(
  run: Run,
  { merchantId, storeId, freeItemId }: { merchantId: string; storeId: string; freeItemId: string },
) {
  const inputs = (takers: number, wish: SaleWish) =>
    run(async (work) => {
      const input = await saleInputOf(work, wish)
      const fresh = () => ({
        ...input,
        lines: input.lines.map((line) => ({ ...line })),
        tenders: input.tenders.map((tender) => ({ ...tender })),
      })
      return Array.from({ length: takers }, fresh)
    })

  const contests: Contest[] = [
    {
      title: 'the last unit',
      hasNet: false,
      takers: 200,
      async make(takers) {
        const itemId = await run(async (work) => {
          const { id } = await makeItem(work, { tracksStock: true, maySellBelowZero: false })
          await work.send(sql`
            insert into stock.on_hand (merchant_id, store_id, item_id, quantity_milli)
            values (${merchantId}, ${storeId}, ${id}, 1000)`)
          return id
        })
        const expected = { booked: 1, stock_short: takers - 1 }
        return { inputs: await inputs(takers, { storeId, items: [[itemId, 1]] }), expected }
      },
    },
    {
      title: 'a coupon for one use',
      hasNet: true,
      takers: 500,
      async make(takers) {
        const wish = await run(async (work) => {
          const { id: memberId } = await makeMember(work)
          const { id: couponId } = await makeCoupon(work, memberId, (await makeCouponTemplate(work)).id)
          return { storeId, memberId, items: [[freeItemId, 1]] as const, couponIds: [couponId] }
        })
        return { inputs: await inputs(takers, wish), expected: { booked: 1, coupon_used: takers - 1 } }
      },
    },
    {
      title: 'a promotion for 20 sales with ten times as many',
      hasNet: true,
      takers: 200,
      async make(takers) {
        const itemId = await run(async (work) => {
          const { id } = await makeItem(work, { listPriceCents: 20_000 })
          const scope = {
            ...{ of: 'listed' as const, productIds: [id], categoryIds: [] },
            ...{ excludedProductIds: [], excludedCategoryIds: [] },
          }
          await makePromotion(work, { useLimit: 20, terms: { scope } })
          return id
        })
        assert.ok(takers > 20, 'as many as there is for would all be booked, whoever locks')
        const expected = { booked: 20, quote_changed: takers - 20 }
        return { inputs: await inputs(takers, { storeId, items: [[itemId, 1]] }), expected }
      },
    },
    {
      title: 'the last fen of stored value',
      hasNet: true,
      takers: 100,
      async make(takers) {
        const memberId = await run(async (work) => {
          const { id } = await makeMember(work)
          await makeStoredValue(work, id, 9_000, 1_000)
          // Somebody who bought before: a first sale makes accounts, and waiting for their keys would hide a missing lock.
          await makeSale(work, { storeId, memberId: id, items: [[freeItemId, 1]] })
          return id
        })
        const wish = { storeId, memberId, items: [[freeItemId, 1]] as const, storedCents: 10_000 }
        return { inputs: await inputs(takers, wish), expected: { booked: 1, balance_insufficient: takers - 1 } }
      },
    },
    {
      title: 'the last fen of a gift card',
      hasNet: true,
      takers: 100,
      async make(takers) {
        const { giftCardId } = await run((work) => makeGiftCard(work, storeId, 10_000))
        const wish = { storeId, items: [[freeItemId, 1]] as const, giftCards: [{ giftCardId, amountCents: 10_000 }] }
        return { inputs: await inputs(takers, wish), expected: { booked: 1, balance_insufficient: takers - 1 } }
      },
    },
  ]
  return { contests, inputs }
}
