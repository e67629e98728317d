import { merchantFacts } from '#modules/shops/store-facts.ts'
import type { Work } from '#platform/work.ts'
import { localDay } from '#shared/business-day.ts'
import { hasOpened } from '#shared/early-hours.ts'
import { Refused } from '#shared/refusal.ts'
import { heldOf, readCoupons } from './coupon-queries.ts'
import { readGift } from './gift-coupon-queries.ts'
import { type Restricted, restrictionsOf } from './restriction-rules.ts'
import { couponZone } from './save-template.ts'
import { readIssued, readTemplate } from './template-queries.ts'
import { couponPeriod } from './template-rules.ts'
import { namesIn } from './terms-names.ts'

/** Every limit of a coupon in words, in both languages. */
export async function wordsOf(work: Work, coupon: Restricted) {
  const names = await namesIn(work, [coupon.terms])
  return { zh: restrictionsOf(coupon, names, 'zh'), en: restrictionsOf(coupon, names, 'en') }
}

/** What a claim page says: the coupon, its limits, whether it can be taken now. Refuses a kind that there is not. */
export async function claimView(work: Work, templateId: string) {
  const [template, issued, merchant] = await Promise.all([
    readTemplate(work, templateId),
    readIssued(work, templateId),
    merchantFacts(work),
  ])
  if (!template) throw new Refused('coupon_link_not_found')
  const { name, note, terms, validity, totalLimit, claimOpensAt } = template
  const isOver = couponPeriod(validity, work.at, await couponZone(work, terms.storeIds)) === null
  const isGone = totalLimit !== null && issued >= totalLimit
  const isClosed = template.stoppedAt !== null || !template.isClaimable
  return {
    ...(await faceOf(work, { name, note, terms })),
    kind: 'claim' as const,
    merchantName: merchant.name,
    restrictions: await wordsOf(work, template),
    state: claimStateOf({ isOver: isOver || isClosed, isGone, isSoon: !hasOpened(claimOpensAt, work.at) }),
    opensAt: claimOpensAt?.toISOString() ?? null,
    endsAt: null,
  }
}

function claimStateOf({ isOver, isGone, isSoon }: { isOver: boolean; isGone: boolean; isSoon: boolean }) {
  if (isOver) return 'over' as const
  if (isGone) return 'gone' as const
  return isSoon ? ('soon' as const) : ('open' as const)
}

/** What the page of a gift says: the coupon as it was issued, with the days that are left of it. Refuses an unknown gift. */
export async function giftView(work: Work, giftId: string) {
  const [gift, merchant] = await Promise.all([readGift(work, giftId), merchantFacts(work)])
  const [row] = gift ? await readCoupons(work, [gift.couponId]) : []
  if (!gift || !row) throw new Refused('coupon_link_not_found')
  const { coupon } = heldOf(row)
  const isOpen = gift.settledAt === null && gift.endsAt > work.at
  const [zone, template] = await Promise.all([
    couponZone(work, row.terms.storeIds),
    readTemplate(work, coupon.templateId),
  ])
  const validity = {
    kind: 'fixed' as const,
    startsDay: localDay(new Date(coupon.startsAt), zone),
    endsDay: localDay(new Date(Date.parse(coupon.endsAt) - 1), zone),
  }
  const limits = { memberLimit: null, totalLimit: null, budgetCents: template?.budgetCents ?? null }
  return {
    ...(await faceOf(work, { name: row.name, note: row.note, terms: row.terms })),
    kind: 'gift' as const,
    merchantName: merchant.name,
    restrictions: await wordsOf(work, { terms: row.terms, validity, ...limits }),
    state: isOpen ? ('open' as const) : ('over' as const),
    opensAt: null,
    endsAt: gift.endsAt.toISOString(),
  }
}

async function faceOf(
  work: Work,
  { name, note, terms }: Pick<Awaited<ReturnType<typeof readCoupons>>[number], 'name' | 'note' | 'terms'>,
) {
  const { benefit } = terms
  const giftName = benefit.kind === 'gift' ? ((await namesIn(work, [terms]))[benefit.productId] ?? null) : null
  return { name, note, benefit, giftName }
}
