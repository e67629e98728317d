import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { showPublicReceipt, showSale } from '#modules/cashier/sale-views.ts'
import { composeReceipt } from '#modules/cashier/receipt/compose-receipt.ts'
import { previewRefund, refundSale } from '#modules/cashier/refund/refund-sale.ts'
import { makeCards } from '#modules/gift-cards/codes.ts'
import { giftCardAccount } from '#modules/gift-cards/hold-cards.ts'
import { blockCard } from '#modules/gift-cards/manage-cards.ts'
import { accountIn } from '#modules/ledger/ledger-rules.ts'
import { readLedger } from '#modules/ledger/post-ledger.ts'
import { verifyLedger } from '#modules/ledger/verify-ledger.ts'
import { setEarnPolicy } from '#modules/points/set-earn-policy.ts'
import { renderText } from '#modules/printing/layout-rules.ts'
import type { Work } from '#platform/work.ts'
import { newId } from '#shared/ids.ts'
import { Refused } from '#shared/refusal.ts'
import { makeGiftCard } from '#testing/make-gift-card.ts'
import { makeItem } from '#testing/make-item.ts'
import { makeMember } from '#testing/make-member.ts'
import { makeShop, makeStore } from '#testing/make-merchant.ts'
import { makeRefund } from '#testing/make-refund.ts'
import { makeSale, type SaleWish, saleInputOf } from '#testing/make-sale.ts'
import { inWork } from '#testing/work.ts'
import { readSale } from './sale-queries.ts'
import { sell } from './sell.ts'

const balanceOf = async (work: Work, giftCardId: string): Promise<number> => {
  const account = giftCardAccount(giftCardId)
  return accountIn(await readLedger(work, [account]), account).balanceUnits
}

async function refusalOf(work: Work, wish: SaleWish): Promise<string | undefined> {
  const [outcome] = await sell(work, [{ work, input: await saleInputOf(work, wish), key: newId() }])
  return outcome instanceof Refused ? outcome.code : undefined
}

test(
  'two cards pay one sale; each part that comes back goes to both in their shares, and all of it adds up',
  inWork(async (work) => {
    const { storeId } = await makeShop(work)
    const { id: itemId } = await makeItem(work, { listPriceCents: 5_000 })
    const [a, b] = [await makeGiftCard(work, storeId, 3_000), await makeGiftCard(work, storeId, 9_000)]
    const giftCards = [
      { giftCardId: a.giftCardId, amountCents: 3_000 },
      { giftCardId: b.giftCardId, amountCents: 4_000 },
    ]
    const { saleId, input } = await makeSale(work, { storeId, items: [[itemId, 2]], giftCards })
    const balances = async () => [await balanceOf(work, a.giftCardId), await balanceOf(work, b.giftCardId)]
    assert.deepEqual(await balances(), [0, 5_000])

    const half = { saleId, lines: [{ lineId: input.lines[0]!.lineId, quantityMilli: 1000 }] }
    const takeBack = async () => {
      const { fingerprint } = await previewRefund(work, half)
      await refundSale(work, { ...half, fingerprint, reason: '不合适', refundId: newId() })
    }
    await takeBack()
    assert.deepEqual(await balances(), [1_500, 7_000])
    await takeBack()
    assert.deepEqual(await balances(), [3_000, 9_000])
    assert.equal((await verifyLedger(work)).ok, true)
  }),
)

test(
  'a card that is blank, blocked, of another store or short pays nothing, and no fen of it moves',
  inWork(async (work) => {
    const { storeId } = await makeShop(work)
    const other = await makeStore(work)
    const { id: itemId } = await makeItem(work, { listPriceCents: 10_000 })
    const payBy = (giftCardId: string, amountCents = 5_000) =>
      refusalOf(work, { storeId, items: [[itemId, 1]], giftCards: [{ giftCardId, amountCents }] })
    const [blank] = await makeCards(work, 1, { batchId: null, storeIds: null })
    assert.equal(await payBy(blank!), 'gift_card_blank')

    const card = await makeGiftCard(work, storeId, 6_000)
    await work.send(sql`
      update gift_cards.gift_card set store_ids = array[${other.storeId}]::uuid[]
       where merchant_id = ${work.merchantId} and id = ${card.giftCardId}`)
    assert.equal(await payBy(card.giftCardId), 'gift_card_elsewhere')
    await work.send(sql`
      update gift_cards.gift_card set store_ids = null
       where merchant_id = ${work.merchantId} and id = ${card.giftCardId}`)
    await blockCard(work, { giftCardId: card.giftCardId, reason: '挂失' })
    assert.equal(await payBy(card.giftCardId), 'gift_card_blocked')
    await blockCard(work, { giftCardId: card.giftCardId, reason: null })
    assert.equal(await payBy(card.giftCardId, 6_001), 'balance_insufficient')
    assert.equal(await balanceOf(work, card.giftCardId), 6_000)
    assert.equal(await payBy(card.giftCardId, 6_000), undefined)
  }),
)

test(
  'money of a blocked card comes back to it and stays there',
  inWork(async (work) => {
    const { storeId } = await makeShop(work)
    const { id: itemId } = await makeItem(work, { listPriceCents: 10_000 })
    const { giftCardId } = await makeGiftCard(work, storeId, 10_000)
    const sale = await makeSale(work, {
      storeId,
      items: [[itemId, 1]],
      giftCards: [{ giftCardId, amountCents: 10_000 }],
    })
    await blockCard(work, { giftCardId, reason: '挂失' })
    await makeRefund(work, sale)
    assert.equal(await balanceOf(work, giftCardId), 10_000)
    const again = { storeId, items: [[itemId, 1]] as const, giftCards: [{ giftCardId, amountCents: 10_000 }] }
    assert.equal(await refusalOf(work, again), 'gift_card_blocked')
  }),
)

test(
  'what a card pays earns no points where the rule says so (R12), the rest does',
  inWork(async (work) => {
    const { storeId } = await makeShop(work)
    await setEarnPolicy(work, {
      rule: { points: 1, perCents: 100, excludedTenders: ['gift_card'], isTaxIncluded: true },
      expiry: null,
    })
    const { id: memberId } = await makeMember(work)
    const { id: itemId } = await makeItem(work, { listPriceCents: 10_000 })
    const { giftCardId } = await makeGiftCard(work, storeId, 4_000)
    const giftCards = [{ giftCardId, amountCents: 4_000 }]
    const sale = await makeSale(work, { storeId, memberId, items: [[itemId, 1]], giftCards })
    assert.equal(sale.pointsEarned, 60)
  }),
)

test(
  'receipts and screens name a card by its last characters',
  inWork(async (work) => {
    const { storeId } = await makeShop(work)
    const { id: itemId } = await makeItem(work, { listPriceCents: 10_000 })
    const { giftCardId, codeTail } = await makeGiftCard(work, storeId, 4_000)
    const { saleId } = await makeSale(work, {
      storeId,
      items: [[itemId, 1]],
      giftCards: [{ giftCardId, amountCents: 4_000 }],
    })
    const sale = (await readSale(work, saleId))!
    const tailsOf = ({ tenders }: { tenders: readonly { cardTail: string | null }[] }) =>
      tenders.map(({ cardTail }) => cardTail)
    assert.deepEqual(tailsOf(await showSale(work, sale)), [codeTail, null])
    assert.deepEqual(tailsOf(await showPublicReceipt(work, sale)), [codeTail, null])
    const compose = await composeReceipt(work, sale, {
      ...{ origin: null, showsHoldings: false },
      offersInvoices: () => Promise.resolve(false),
    })
    assert.match(renderText(compose({ isCopy: false }), 48), new RegExp(`礼品卡 …${codeTail}\\s+￥40\\.00`))
  }),
)
