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
import { makeComponent, makePass, makePlan } from '#testing/make-pass.ts'
import type { Agenda } from './agenda.ts'
import type { Random } from './random.ts'

type Telling = {
  random: Random
  agenda: Agenda
  /** Those who were there before the first of them leaves. */
  memberIds: readonly string[]
  storeIds: readonly string[]
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

type Leaver = { memberId: string; storeId: string; passId: string; leavesDaysAgo: number }

type Story = Telling & {
  templateId: string
  /** Who took an offer so far: a pass that is given away finds one of them. */
  keptIds: string[]
}

/** When on the day people leave, unless they come to the shop that day. */
const evening = 1_080

/**
 * Half a year of leaving: through the phone, at the counter and by phone call; some stay for rest or a coupon, some go for all that is
 * offered, a few are never made an offer. The money of older ones was handed over, the last still waits, and so do the last calls.
 */
export async function planDemoLeavings(work: Work, telling: Telling): Promise<void> {
  const { random, agenda, memberIds, storeIds, days } = telling
  const begins = Math.min(longest, days - 2)
  const { templateId, terms } = await publish(work)
  if (begins < shortest) return
  const plan = await makePlan(work, {
    ...{ kind: 'count', name: '瑜伽十五次卡', priceCents: 88_000 },
    components: [makeComponent({ name: '瑜伽课', units: 15, listCents: 7_800 })],
  })
  const story: Story = { ...telling, templateId, keptIds: [] }
  const early = memberIds.slice(0, leavers * 5).filter((_, index) => index % 5 === 2)
  for (const [index, memberId] of early.entries()) {
    const leavesDaysAgo = random.between(1, begins - holds)
    const leaver: Leaver = { memberId, storeId: storeIds[index % storeIds.length]!, passId: '', leavesDaysAgo }
    const buy = async (at: Work) => {
      leaver.passId = (await makePass(at, { storeId: leaver.storeId, memberId, plan })).passId
    }
    agenda.plan({ daysAgo: begins, minute: evening, memberIds: [memberId], act: buy })
    const act = (at: Work) => leave(at, leaver, story)
    agenda.plan({ daysAgo: leavesDaysAgo, minute: evening, memberIds: [memberId], act })
  }
  // The second version asks: it is published when a fifth of the time has gone, in the morning.
  agenda.plan({
    ...{ daysAgo: Math.floor((begins * 4) / 5), minute: 540 },
    act: (at) => publishFlow(at, { ...terms, questions, cooldownDays: 120, version: 1 }),
  })
  agenda.plan({ daysAgo: 2, minute: evening, act: handOverOld })
  agenda.plan({ daysAgo: 1, minute: evening, act: callOld })
  const improvement = { reasonCode: 'no_time', words: '增开晚上八点和周末上午的课' }
  agenda.plan({
    ...{ daysAgo: Math.floor(begins / 2), minute: evening },
    act: (at) => noteImprovement(at, { ...improvement, id: newId(), day: localDay(at.at, 'Asia/Shanghai') }),
  })
}

/** One leaver's way, and whom an offer kept. */
async function leave(work: Work, leaver: Leaver, story: Story): Promise<void> {
  const { memberId, passId } = leaver
  const { random, keptIds } = story
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
    if (offer.terms.kind === 'transfer') await findTaker(work, memberId, keptIds)
    if (offer.terms.kind === 'discount') planUse(leaver, story)
    keptIds.push(memberId)
    return
  }
  const { quotes } = await previewLeaving(work, { passId, memberId })
  const isAtEnd = quotes.atEnd !== null && random.chance(0.2)
  const { time, fingerprint } = isAtEnd ? quotes.atEnd! : quotes.now
  const yes = channel === 'portal' ? {} : { withoutCode: 'no_signal' as const }
  await finishLeaving(work, { leavingId: leaving.id, time, fingerprint, answers, ...yes })
}

/** A pass that is handed on finds who takes it at once. */
async function findTaker(work: Work, memberId: string, keptIds: readonly string[]): Promise<void> {
  const [gift] = await myPassGifts(work, memberId)
  const friendId = keptIds.find((id) => id !== memberId)
  if (gift && friendId) await takePassGift(work, { giftId: gift.passGiftId, memberId: friendId })
}

/** Five days on the coupon of an offer pays a part of something; the last ones are still in their pockets. */
function planUse({ memberId, storeId, leavesDaysAgo }: Leaver, { agenda, templateId, itemIds, keptIds }: Story): void {
  if (leavesDaysAgo <= 12) return
  // One of the cheaper two: the anniversary's offer, which begins earlier for some, takes dearer carts and lets no coupon in.
  const items = [[itemIds[keptIds.length % 2]!, 1]] as const
  agenda.plan({
    ...{ daysAgo: leavesDaysAgo - 5, minute: evening, memberIds: [memberId] },
    async act(work) {
      const coupons = await usableCoupons(work, { memberId, storeId, timeZone: 'Asia/Shanghai' })
      const held = coupons.find(({ coupon }) => coupon.templateId === templateId)
      if (held && held.reason === null)
        await makeSale(work, { storeId, memberId, items, couponIds: [held.coupon.couponId] })
    },
  })
}

const isOld = (work: Work, at: Date) => work.at.getTime() - at.getTime() > 7 * 86_400_000

/** What waits for longer than a week is counted out. */
async function handOverOld(work: Work): Promise<void> {
  for (const { leavingId, since } of await readToHandOver(work, null))
    if (isOld(work, since)) await handOver(work, leavingId)
}

/** Who was to be called longer than a week ago was. */
async function callOld(work: Work): Promise<void> {
  const calls = await readFollowUps(work, { storeIds: null, isOpen: true, limit: 200 })
  for (const [index, { id, dueAt }] of calls.entries()) {
    if (!isOld(work, dueAt)) continue
    const outcome = (['reached', 'not_interested', 'comes_back', 'not_reached', 'complains'] as const)[index % 5]!
    const note = ['谢谢关心，暂时不考虑', '最近太忙', '下个月想再办', '两次未接', '教练临时换人没有提前说'][index % 5]!
    await noteFollowUp(work, { followUpId: id, outcome, note, nextAt: null })
  }
}
