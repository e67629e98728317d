import { wholeCatalogue } from '#modules/catalog/item-scope-rules.ts'
import { usableCoupons } from '#modules/coupons/use-coupons.ts'
import { createTemplate } from '#modules/coupons/save-template.ts'
import { shippedFlow } from '#modules/retention/flow-rules.ts'
import type { Answer, Choice, FlowTerms, OfferRule, Question } from '#modules/retention/flow-types.ts'
import { readFollowUps } from '#modules/retention/follow-up-queries.ts'
import { handOver, noteFollowUp } from '#modules/retention/follow-ups.ts'
import { noteImprovement } from '#modules/retention/improvements.ts'
import { beginLeaving, finishLeaving, previewLeaving } from '#modules/retention/leave.ts'
import { readToHandOver } from '#modules/retention/leaving-list-queries.ts'
import { myPassGifts, takePassGift } from '#modules/retention/pass-gifts.ts'
import { publishFlow } from '#modules/retention/publish-flow.ts'
import { takeOffer } from '#modules/retention/take-offer.ts'
import type { Work } from '#platform/work.ts'
import { localDay } from '#shared/business-day.ts'
import { newId } from '#shared/ids.ts'
import { always } from '#shared/recurring-times.ts'
import { makeSale } from '#testing/make-sale.ts'
import { makeComponent, makePasses, makePlan } from '#testing/make-pass.ts'
import type { Random } from './random.ts'

type Telling = {
  random: Random
  memberIds: readonly string[]
  storeIds: readonly string[]
  /** The work at six in the evening, so many days ago. */
  on: (daysAgo: number) => Work
  /** Treatments that a coupon of an offer pays a part of. */
  itemIds: readonly string[]
  days: number
}

/** As many as make the report worth reading, and no more than a second's work. */
const leavers = 60
/** Passes are sold so long ago, or as soon as a younger shop opened. */
const longest = 190
/** A shop younger than this has the flow, and nobody who left. */
const shortest = 25
/** A fortnight is the least that somebody holds a pass before leaving. */
const holds = 15

type Fate = { reasonCode: string | null; keeps: number }

/** What somebody says is why, how often, and whether an offer keeps them: prices and time can be helped, a move cannot. */
const fates: readonly (readonly [Fate, weight: number])[] = [
  [{ reasonCode: 'no_time', keeps: 0.6 }, 30],
  [{ reasonCode: 'too_expensive', keeps: 0.5 }, 25],
  [{ reasonCode: 'moved', keeps: 0.1 }, 20],
  [{ reasonCode: 'health', keeps: 0.4 }, 10],
  [{ reasonCode: 'service', keeps: 0.2 }, 10],
  [{ reasonCode: null, keeps: 0 }, 5],
]

/** What the shop offers beside the way out: rest and an advisor first, thirty per cent off a renewal last; one in five is never asked: a small shop needs as many to see what offers do. */
async function publish(work: Work): Promise<{ templateId: string; terms: FlowTerms }> {
  const { templateId } = await createTemplate(work, newId(), {
    ...{ name: '续卡七折券', note: '续卡时使用，最多减 300 元。', isClaimable: false, claimOpensAt: null },
    ...{ totalLimit: null, memberLimit: null, budgetCents: null, returnGraceDays: 7 },
    validity: { kind: 'after_issue', startsAfterDays: 0, days: 60 },
    terms: {
      ...{ benefit: { kind: 'percent', offBps: 3_000, capCents: 30_000 }, thresholdCents: 0, scope: wholeCatalogue },
      ...{ storeIds: null, times: always, priority: 100 },
      stacking: { group: 'coupon', perSale: 1, withPromotions: false, withMemberPrice: true },
    },
  })
  const usual = { minPaidCents: 0, minDaysHeld: 0, costCents: 0, maxCostBps: 3_500, monthlyBudgetCents: null }
  const offers: OfferRule[] = [
    {
      ...{ ...usual, code: 'rest', terms: { kind: 'freeze', days: 30 }, validHours: 72 },
      ...{ words: { zh: '先暂停三十天，到期顺延', en: 'Rest for thirty days; the end moves with it' } },
      reasons: ['no_time', 'health', 'other'],
    },
    {
      ...{ ...usual, code: 'advisor', terms: { kind: 'contact' }, validHours: 72 },
      ...{ words: { zh: '请顾问联系我，换个安排', en: 'Let an advisor call me' } },
      reasons: ['service', 'health', 'too_expensive'],
    },
    {
      ...{ ...usual, code: 'give_away', terms: { kind: 'transfer' }, validHours: 72 },
      ...{ words: { zh: '转给家人或朋友', en: 'Give it to family or a friend' }, reasons: ['moved'] },
    },
    {
      ...{ ...usual, code: 'renewal_30', terms: { kind: 'discount', templateId }, validHours: 48 },
      ...{ words: { zh: '续卡七折，最多减 300 元', en: '30% off the renewal, up to 300' } },
      ...{ reasons: ['too_expensive', 'no_time'], minPaidCents: 50_000, minDaysHeld: 7 },
      ...{ costCents: 18_000, monthlyBudgetCents: 300_000 },
    },
  ]
  const terms: FlowTerms = {
    ...{ ...shippedFlow, offers, offersAt: 'beside', holdoutBps: 2_000, callBackDays: 7, script },
    reasons: shippedFlow.reasons.map((reason) => ({ ...reason, ...scripts[reason.code] })),
    winBack: { days: 45, templateId },
  }
  await publishFlow(work, { ...terms, version: 0 })
  return { templateId, terms }
}

const script = '您好，我是店里的顾问。上次您退了卡，想听听是哪里没有做好，不推销，两分钟就好。'
const scripts: Record<string, { script: string }> = {
  no_time: { script: '您好，听说最近抽不出时间。我们新开了晚上八点和周末上午的课，想请您看看合不合适。' },
  service: { script: '您好，先跟您道个歉。想请您说说那天的经过，我们当面改，改好了再给您回话。' },
}

const choice = (code: string, zh: string, en: string): Choice => ({ code, words: { zh, en } })

/** What the shop wanted to know after the first weeks: never more than three questions, none of which anybody has to answer. */
const questions: Question[] = [
  {
    ...{ code: 'missing', words: { zh: '如果再来，最希望改变什么？', en: 'What would you change first?' } },
    ...{ reasons: [], kind: 'one' },
    choices: [
      choice('hours', '上课时间', 'Class hours'),
      choice('coach', '教练更固定', 'The same coach'),
      choice('price', '价格更灵活', 'Smaller packages'),
      choice('place', '离我更近', 'A place nearer to me'),
    ],
  },
  {
    ...{ code: 'when', words: { zh: '什么时段您能来？', en: 'When could you come?' }, reasons: ['no_time'] },
    kind: 'several',
    choices: [
      choice('early', '早上八点前', 'Before eight'),
      choice('noon', '午休', 'At noon'),
      choice('night', '晚上八点后', 'After eight at night'),
      choice('weekend', '周末', 'At the weekend'),
    ],
  },
  {
    ...{ code: 'again', words: { zh: '以后还会考虑我们吗？', en: 'Would you come again?' }, reasons: [] },
    ...{ kind: 'scale', most: 5 },
  },
  { code: 'say', words: { zh: '还想对我们说点什么？', en: 'Anything else?' }, reasons: [], kind: 'text' },
]

/** What people wrote, as they wrote it. */
const sayings = [
  ...['晚上下班赶过来总是来不及，能不能加一节八点半的课', '教练很好，就是换了三次', '搬去浦东了，以后有分店再来'],
  ...['前台很客气，退卡也爽快，谢谢', '年卡太长，希望有季卡', '更衣室有点小'],
] as const

/** What somebody answers before they go: some nothing, most a thing or two, few in words. */
function answersOf(random: Random, reasonCode: string | null): Answer[] {
  if (random.chance(0.35)) return []
  const liked = reasonCode === 'no_time' ? 'hours' : reasonCode === 'too_expensive' ? 'price' : null
  const missing = liked && random.chance(0.7) ? liked : random.pick(['hours', 'coach', 'price', 'place'])
  const place = reasonCode === 'service' ? random.between(1, 3) : random.between(2, 5)
  return [
    { code: 'missing', choices: [missing] },
    ...(reasonCode === 'no_time'
      ? [{ code: 'when', choices: random.pick([['night'], ['night', 'weekend'], ['noon']]) }]
      : []),
    ...(random.chance(0.8) ? [{ code: 'again', scale: place }] : []),
    ...(random.chance(0.25) ? [{ code: 'say', text: random.pick(sayings) }] : []),
  ]
}

type Kept = Leaver & { kind: OfferRule['terms']['kind'] }

type Leaver = { memberId: string; storeId: string; passId: string; leavesDaysAgo: number }

/**
 * Half a year of leaving: through the phone, at the counter and by phone call; some stay for rest or a coupon, some go for all that is
 * offered, a few are never made an offer. The money of older ones was handed over, the last still waits, and so do the last calls.
 */
export async function tellLeavings({ random, memberIds, storeIds, itemIds, on, days }: Telling): Promise<void> {
  const begins = Math.min(longest, days - 2)
  const { templateId, terms } = await publish(on(Math.max(0, Math.min(days - 1, begins + 1))))
  if (begins < shortest) return
  const plan = await makePlan(on(begins), {
    ...{ kind: 'count', name: '瑜伽十五次卡', priceCents: 88_000 },
    components: [makeComponent({ name: '瑜伽课', units: 15, listCents: 7_800 })],
  })
  const early = memberIds.slice(0, leavers * 5).filter((_, index) => index % 5 === 2)
  const wishes = early.map((memberId, index) => ({ memberId, storeId: storeIds[index % storeIds.length]!, plan }))
  const made = await makePasses(wishes.map((wish) => ({ ...wish, work: on(begins) })))
  const sold: Leaver[] = wishes.map(({ memberId, storeId }, index) => {
    const { passId } = made[index]!
    return { memberId, storeId, passId, leavesDaysAgo: random.between(1, begins - holds) }
  })
  const kept: Kept[] = []
  const sorted = sold.toSorted((a, b) => b.leavesDaysAgo - a.leavesDaysAgo)
  // The second version asks: it was published when a fifth of the time had gone.
  const asksSince = Math.floor((begins * 4) / 5)
  for (const leaver of sorted.filter(({ leavesDaysAgo }) => leavesDaysAgo > asksSince))
    await leave(leaver, random, on, kept)
  await publishFlow(on(asksSince), { ...terms, questions, cooldownDays: 120, version: 1 })
  for (const leaver of sorted.filter(({ leavesDaysAgo }) => leavesDaysAgo <= asksSince))
    await leave(leaver, random, on, kept)
  await useOffers(kept, { templateId, itemIds }, on)
  await settle(on)
  const improvement = { id: newId(), reasonCode: 'no_time', words: '增开晚上八点和周末上午的课' }
  await noteImprovement(on(1), { ...improvement, day: dayOf(on(Math.floor(begins / 2)).at) })
}

const dayOf = (at: Date) => localDay(at, 'Asia/Shanghai')

/** One leaver's way, and whom an offer kept. */
async function leave(leaver: Leaver, random: Random, on: Telling['on'], kept: Kept[]): Promise<void> {
  const { memberId, passId, leavesDaysAgo } = leaver
  const work = on(leavesDaysAgo)
  const { reasonCode, keeps } = random.weighted(fates)
  const channel = random.weighted([
    ['portal', 6],
    ['counter', 3],
    ['phone', 1],
  ] as const)
  const proof = { kind: channel === 'phone' ? 'call_back' : 'member_code' } as const
  const { leaving, offers } = await beginLeaving(work, {
    ...{ leavingId: newId(), passId, memberId, channel, reasonCode },
    ...(channel === 'portal' ? {} : { proof }),
  })
  const answers = answersOf(random, reasonCode)
  // The first offer is the one for staying as it is; four in ten look at the other one.
  const offer = offers.length > 1 && random.chance(0.4) ? offers[1] : offers[0]
  if (offer && random.chance(keeps)) {
    await takeOffer(work, { leavingId: leaving.id, offerId: offer.id, memberId, answers })
    kept.push({ ...leaver, kind: offer.terms.kind })
    return
  }
  const { quotes } = await previewLeaving(work, { passId, memberId })
  const isAtEnd = quotes.atEnd !== null && random.chance(0.2)
  const { time, fingerprint } = isAtEnd ? quotes.atEnd! : quotes.now
  const yes = channel === 'portal' ? {} : { withoutCode: 'no_signal' as const }
  await finishLeaving(work, { leavingId: leaving.id, time, fingerprint, answers, ...yes })
}

/** What became of offers that were taken: coupons paid a part of something, passes that were handed on found who takes them. */
async function useOffers(
  kept: readonly Kept[],
  { templateId, itemIds }: { templateId: string; itemIds: readonly string[] },
  on: Telling['on'],
): Promise<void> {
  const old = kept.filter(({ leavesDaysAgo }) => leavesDaysAgo > 12)
  for (const [index, { memberId, storeId, leavesDaysAgo, kind }] of old.entries()) {
    const work = on(leavesDaysAgo - 5)
    if (kind === 'discount') {
      const coupons = await usableCoupons(work, { memberId, storeId, timeZone: 'Asia/Shanghai' })
      const held = coupons.find(({ coupon }) => coupon.templateId === templateId)
      // One of the cheaper two: the anniversary's offer, which begins earlier for some, takes dearer carts and lets no coupon in.
      const items = [[itemIds[index % 2]!, 1]] as const
      if (held && held.reason === null)
        await makeSale(work, { storeId, memberId, items, couponIds: [held.coupon.couponId] })
    } else if (kind === 'transfer') {
      const [gift] = await myPassGifts(on(leavesDaysAgo), memberId)
      const friend = kept.find((other) => other.memberId !== memberId)
      if (gift && friend) await takePassGift(on(leavesDaysAgo), { giftId: gift.passGiftId, memberId: friend.memberId })
    }
  }
}

/** What is older than some days was done: money counted out, calls made. */
async function settle(on: Telling['on']): Promise<void> {
  const now = on(0)
  const isOld = (at: Date) => now.at.getTime() - at.getTime() > 8 * 86_400_000
  for (const { leavingId, since } of await readToHandOver(now, null)) if (isOld(since)) await handOver(on(2), leavingId)
  const calls = await readFollowUps(now, { storeIds: null, isOpen: true, limit: 200 })
  for (const [index, { id, dueAt }] of calls.entries()) {
    if (!isOld(dueAt)) continue
    const outcome = (['reached', 'not_interested', 'comes_back', 'not_reached', 'complains'] as const)[index % 5]!
    const note = ['谢谢关心，暂时不考虑', '最近太忙', '下个月想再办', '两次未接', '教练临时换人没有提前说'][index % 5]!
    await noteFollowUp(on(1), { followUpId: id, outcome, note, nextAt: null })
  }
}
