import { wholeCatalogue } from '#modules/catalog/item-scope-rules.ts'
import { priceCart, priceSale } from '#modules/cashier/pricing/price-sale-rules.ts'
import { saleFingerprint } from '#modules/cashier/pricing/fingerprint-rules.ts'
import { readPricing } from '#modules/cashier/sale/quote-sale.ts'
import { sell, type SaleInput } from '#modules/cashier/sale/sell.ts'
import { readHeldPasses } from '#modules/passes/held-passes.ts'
import { readPassIdsOfLines } from '#modules/passes/pass-queries.ts'
import type { PassComponent, PlanKind, PlanTerms } from '#modules/passes/plan-types.ts'
import { createPlan } from '#modules/passes/save-plan.ts'
import { usePass, type UseInput } from '#modules/passes/use-pass.ts'
import type { Work } from '#platform/work.ts'
import { newId } from '#shared/ids.ts'
import { always } from '#shared/recurring-times.ts'
import { accept, Refused } from '#shared/refusal.ts'

/** Ten visits for anything, anywhere, at any time, 200.00 each without a pass; unless the test says otherwise. */
export function makeComponent(given: Partial<PassComponent> = {}): PassComponent {
  return {
    ...{
      id: newId(),
      name: '面部护理',
      units: 10,
      listCents: 20_000,
      isGift: false,
      quotas: [],
      scope: wholeCatalogue,
    },
    ...{ staffGrades: [], storeIds: null, times: always },
    ...given,
  }
}

/** Good for a year from the sale, may rest, be given away and renew. */
export function makeTerms(given: Partial<PlanTerms> = {}): PlanTerms {
  return {
    components: [makeComponent()],
    validity: { unit: 'year', count: 1 },
    activation: { kind: 'on_sale' },
    freeze: { maxDays: 60, maxTimes: 3, minDays: 3, feeCents: 0 },
    transfer: { feeCents: 0 },
    renewal: { lockDays: 30, isAuto: true, noticeDays: 7 },
    family: null,
    benefits: [],
    ...given,
  }
}

export type MadePlan = { planId: string; version: number; priceCents: number; terms: PlanTerms }

/** A count pass of ten visits for 1,600.00, unless the test says otherwise. */
export async function makePlan(
  work: Work,
  given: Partial<PlanTerms> & { kind?: PlanKind; name?: string; priceCents?: number } = {},
): Promise<MadePlan> {
  const { kind = 'count', name = '面部护理十次卡', priceCents = 160_000, ...some } = given
  const terms = makeTerms(some)
  const planId = newId()
  const { version } = await createPlan(work, planId, { kind, name, priceCents, terms })
  return { planId, version, priceCents, terms }
}

type PassWish = {
  storeId: string
  memberId: string
  plan: Pick<MadePlan, 'planId' | 'version'>
  renewsPassId?: string
  storedCents?: number
  discountCents?: number
}

/** What the till would send to sell a pass: priced as the screen prices it. */
export async function passSaleInput(work: Work, wish: PassWish): Promise<SaleInput> {
  const { storeId, memberId, plan, renewsPassId, storedCents = 0, discountCents = 0 } = wish
  const line = {
    ...{ lineId: newId(), productId: plan.planId, quantityMilli: 1000 },
    plan: { version: plan.version, ...(renewsPassId ? { renewsPassId } : {}) },
  }
  const orderDiscount =
    discountCents > 0 ? { orderDiscount: { kind: 'amount' as const, amountCents: discountCents } } : {}
  const cart = { storeId, memberId, lines: [line], ...orderDiscount }
  const { pricing } = await readPricing(work, cart)
  const { netCents } = accept(priceCart(cart, pricing))
  const cash = netCents - storedCents
  const tenders: SaleInput['tenders'] = [
    ...(storedCents > 0 ? [{ tenderId: newId(), kind: 'stored_value' as const, amountCents: storedCents }] : []),
    ...(cash > 0 ? [{ tenderId: newId(), kind: 'cash' as const, receivedCents: cash }] : []),
  ]
  const priced = accept(priceSale({ ...cart, tenders }, pricing))
  return { ...cart, tenders, fingerprint: saleFingerprint(priced), netCents }
}

export type MadePass = { passId: string; saleId: string; lineId: string; componentIds: string[]; paidCents: number }

/** A pass sold through the very sale, in the work's transaction. Throws its refusal. */
export async function makePass(work: Work, wish: PassWish): Promise<MadePass> {
  const input = await passSaleInput(work, wish)
  const saleId = newId()
  const [booked] = await sell(work, [{ work, input, key: saleId }])
  if (booked instanceof Refused) throw booked
  const { lineId } = input.lines[0]!
  const [sold] = await readPassIdsOfLines(work, [lineId])
  const [held] = await readHeldPasses(work, [sold!.id])
  const componentIds = held!.pass.terms.components.map(({ id }) => id)
  return { passId: sold!.id, saleId, lineId, componentIds, paidCents: booked!.netCents }
}

/** One visit on a pass, on the word of staff. Throws its refusal. */
export function makeUse(
  work: Work,
  pass: Pick<MadePass, 'passId' | 'componentIds'>,
  given: Pick<UseInput, 'memberId' | 'storeId'> & Partial<UseInput>,
) {
  return usePass(work, { useId: newId(), passId: pass.passId, componentId: pass.componentIds[0]!, ...given })
}
