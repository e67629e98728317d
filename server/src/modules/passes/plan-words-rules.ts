import type { PassComponent, PlanTerms, PlanVersion, Quota, RefundPolicy, Span } from './plan-types.ts'
import { refundWords } from './refund-policy-rules.ts'

export type Language = 'zh' | 'en'

/** What words need beside the terms: how money and names are written. Pure, so that the contract reads the same everywhere. */
export type Wording = {
  language: Language
  money: (cents: number) => string
  /** The name of an item, category, store or price list; undefined where it is not known. */
  nameOf: (id: string) => string | undefined
}

const zhUnits = { day: '天', week: '周', month: '个月', year: '年' } as const
const zhPeriods = { day: '每天', week: '每周', month: '每月' } as const
const zhRolling = { day: '任意一天内', week: '任意连续 7 天内', month: '任意连续 30 天内' } as const
const enRolling = { day: 'on any day', week: 'in any 7 days on end', month: 'in any 30 days on end' } as const

const plural = (count: number, word: string) => `${count} ${word}${count === 1 ? '' : 's'}`

export function spanWords({ unit, count }: Span, language: Language): string {
  return language === 'zh' ? `${count} ${zhUnits[unit]}` : plural(count, unit)
}

export function quotaWords({ units, per, counting }: Quota, language: Language): string {
  if (language === 'zh') return `${counting === 'rolling' ? zhRolling[per] : zhPeriods[per]}最多 ${units} 次`
  return counting === 'rolling' ? `at most ${units} ${enRolling[per]}` : `at most ${units} a ${per}`
}

/** What a component gives, where and when, in one sentence. */
export function componentWords(component: PassComponent, { language, nameOf }: Wording): string {
  const { name, units, isGift, quotas, scope, storeIds, times, staffGrades } = component
  const isZh = language === 'zh'
  const named = (ids: readonly string[]) => ids.map((id) => nameOf(id) ?? '…').join(isZh ? '、' : ', ')
  const parts = [
    units === null ? (isZh ? '不限次数' : 'as often as you like') : isZh ? `共 ${units} 次` : plural(units, 'visit'),
    ...quotas.map((quota) => quotaWords(quota, language)),
    ...(scope.of === 'listed' ? [(isZh ? '限 ' : 'for ') + named([...scope.productIds, ...scope.categoryIds])] : []),
    ...(storeIds ? [(isZh ? '限门店：' : 'at ') + named(storeIds)] : []),
    ...timesWords(times, language),
    ...(staffGrades.length > 0
      ? [(isZh ? '限服务级别：' : 'by staff of grade ') + staffGrades.join(isZh ? '、' : ', ')]
      : []),
  ]
  const gift = isGift ? (isZh ? '（赠送）' : ' (a gift)') : ''
  return `${name}${gift}${isZh ? '：' : ': '}${parts.join(isZh ? '，' : ', ')}`
}

const zhDays = ['一', '二', '三', '四', '五', '六', '日']
const enDays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']

function timesWords({ weekdays, monthDays, hours }: PassComponent['times'], language: Language): string[] {
  const isZh = language === 'zh'
  const clock = (minute: number) =>
    `${String(Math.floor(minute / 60) % 24).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
  const words: string[] = []
  if (weekdays.length > 0) {
    words.push(
      isZh
        ? `周${weekdays.map((day) => zhDays[day - 1]).join('、')}`
        : weekdays.map((day) => enDays[day - 1]).join(', '),
    )
  }
  if (monthDays.length > 0) {
    words.push(isZh ? `每月 ${monthDays.join('、')} 日` : `on day ${monthDays.join(', ')} of the month`)
  }
  if (hours.length > 0) {
    words.push(
      hours.map(({ fromMinute, untilMinute }) => `${clock(fromMinute)}–${clock(untilMinute)}`).join(isZh ? '、' : ', '),
    )
  }
  return words
}

/** The contract in plain sentences: what the member gets, pays and may do, and what it costs to leave. In the order of reading. */
export function contractWords(
  plan: Omit<PlanVersion, 'planId' | 'version'>,
  wording: Wording,
  /** What the law pack says that it is, or would be, sold under; null: no store sells it yet. */
  policy: RefundPolicy | null,
): string[] {
  const { terms, name, priceCents } = plan
  const { language, money } = wording
  const isZh = language === 'zh'
  return [
    isZh ? `${name}，${money(priceCents)}。` : `${name}, ${money(priceCents)}.`,
    ...terms.components.map((component) => `${componentWords(component, wording)}${isZh ? '。' : '.'}`),
    ...terms.benefits.map((benefit) => benefitWords(benefit, wording)),
    validityWords(terms, language),
    freezeWords(terms, wording),
    transferWords(terms, wording),
    ...(terms.family ? [familyWords(terms.family, language)] : []),
    ...renewalWords(terms, language),
    ...bookingWords(terms, language),
    refundWords(policy, language),
  ]
}

function benefitWords(benefit: PlanTerms['benefits'][number], { language, nameOf }: Wording): string {
  const isZh = language === 'zh'
  switch (benefit.kind) {
    case 'price_list': {
      const name = nameOf(benefit.priceListId) ?? '…'
      return isZh ? `享受价目“${name}”。` : `The prices of “${name}” hold for you.`
    }
    case 'priority':
      return isZh ? `优先服务（级别 ${benefit.level}）。` : `Served before others (level ${benefit.level}).`
    case 'early_access':
      return isZh
        ? `新品、促销、积分商城和领券提前 ${benefit.hours} 小时向您开放，预约亦同。`
        : `New goods, promotions, the points mall, coupons to take and bookings open ${plural(benefit.hours, 'hour')} earlier for you.`
  }
}

function validityWords({ validity, activation }: PlanTerms, language: Language): string {
  const isZh = language === 'zh'
  const span = validity ? spanWords(validity, language) : null
  const from = {
    on_sale: isZh ? '自购买当天起' : 'from the day of purchase',
    first_use:
      activation.kind === 'first_use'
        ? isZh
          ? `自首次使用起（最迟购买后 ${activation.latestDays} 天）`
          : `from the first use (${plural(activation.latestDays, 'day')} after the purchase at the latest)`
        : '',
    fixed: activation.kind === 'fixed' ? (isZh ? `自 ${activation.day} 起` : `from ${activation.day}`) : '',
  }[activation.kind]
  if (span === null) return isZh ? `${from}长期有效。` : `Good ${from}, without an end.`
  return isZh ? `${from} ${span}内有效，含最后一天。` : `Good for ${span} ${from}, the last day included.`
}

function freezeWords({ freeze }: PlanTerms, { language, money }: Wording): string {
  const isZh = language === 'zh'
  if (!freeze) return isZh ? '不可停卡。' : 'It cannot be frozen.'
  const fee =
    freeze.feeCents > 0 ? (isZh ? `，每次 ${money(freeze.feeCents)}` : `, ${money(freeze.feeCents)} each time`) : ''
  return isZh
    ? `可停卡 ${freeze.maxTimes} 次，共 ${freeze.maxDays} 天，每次至少 ${freeze.minDays} 天${fee}；有效期顺延。`
    : `It can be frozen ${plural(freeze.maxTimes, 'time')}, ${plural(freeze.maxDays, 'day')} in all, ${plural(freeze.minDays, 'day')} at least${fee}; its end moves by as many days.`
}

function transferWords({ transfer }: PlanTerms, { language, money }: Wording): string {
  const isZh = language === 'zh'
  if (!transfer) return isZh ? '转让须经门店同意。' : 'Giving it to another member needs the shop’s consent.'
  const fee =
    transfer.feeCents > 0 ? (isZh ? `，手续费 ${money(transfer.feeCents)}` : ` for ${money(transfer.feeCents)}`) : ''
  return isZh ? `可转让给其他会员${fee}。` : `It can be given to another member${fee}.`
}

function familyWords({ maxPeople, unitsPerPerson }: NonNullable<PlanTerms['family']>, language: Language): string {
  const isZh = language === 'zh'
  const each =
    unitsPerPerson === null ? '' : isZh ? `，每人最多 ${unitsPerPerson} 次` : `, ${unitsPerPerson} visits each at most`
  return isZh
    ? `另外 ${maxPeople} 位家人可共用${each}。`
    : `${plural(maxPeople, 'more person').replace('persons', 'people')} may use it too${each}.`
}

function renewalWords({ renewal }: PlanTerms, language: Language): string[] {
  const isZh = language === 'zh'
  if (!renewal) return []
  const words: string[] = []
  if (renewal.lockDays > 0) {
    words.push(
      isZh
        ? `到期前 ${renewal.lockDays} 天内续卡，保持购买时的价格。`
        : `Renewed within ${plural(renewal.lockDays, 'day')} before its end, the price stays as it was.`,
    )
  }
  if (renewal.isAuto) {
    words.push(
      isZh
        ? `经您同意可自动续费：每次扣款前 ${renewal.noticeDays} 天提醒，可随时一键关闭。`
        : `With your consent it renews by itself: you are told ${plural(renewal.noticeDays, 'day')} before each charge and stop it with one tap.`,
    )
  }
  return words
}

/** What the visit that a booking keeps becomes when nobody comes for it; a plan may say nothing of it. */
export function bookingWords({ booking }: Pick<PlanTerms, 'booking'>, language: Language): string[] {
  if (!booking) return []
  const isZh = language === 'zh'
  const { freeHours, absence } = booking
  if (absence === 'returned') {
    return [
      isZh
        ? '预约开始前可随时取消；没有到店的，次数退回。'
        : 'A booking can be called off until it begins; when nobody comes its visit is given back.',
    ]
  }
  const free = isZh
    ? `预约开始${freeHours === 0 ? '前' : ` ${freeHours} 小时前`}可免费取消`
    : `A booking can be called off for nothing until ${freeHours === 0 ? 'it begins' : `${plural(freeHours, 'hour')} before it begins`}`
  return [
    isZh ? `${free}；之后取消或没有到店的，计次。` : `${free}; after that, or when nobody comes, its visit counts.`,
  ]
}

/** One thing in which two plans differ: what the first says, what the second says; null where it says nothing of it. */
export type Difference = { about: string; before: string | null; after: string | null }

/** What changes when somebody goes from one plan to another, in plain words; what is alike is left out. */
export function planDifferences(
  before: Omit<PlanVersion, 'planId' | 'version'>,
  after: Omit<PlanVersion, 'planId' | 'version'>,
  wording: Wording,
): Difference[] {
  const { language, money } = wording
  const isZh = language === 'zh'
  const about = (zh: string, en: string) => (isZh ? zh : en)
  const said = (terms: PlanTerms) => ({
    freeze: freezeWords(terms, wording),
    transfer: transferWords(terms, wording),
    family: terms.family ? familyWords(terms.family, language) : null,
    renewal: renewalWords(terms, language).join(isZh ? '' : ' ') || null,
    booking: bookingWords(terms, language).join(isZh ? '' : ' ') || null,
    validity: validityWords(terms, language),
    benefits: terms.benefits.map((benefit) => benefitWords(benefit, wording)).join(isZh ? '' : ' ') || null,
  })
  const [old, now] = [said(before.terms), said(after.terms)]
  const names = [...new Set([...before.terms.components, ...after.terms.components].map(({ name }) => name))]
  const partOf = (terms: PlanTerms, name: string) => {
    const part = terms.components.find((component) => component.name === name)
    return part ? componentWords(part, wording) : null
  }
  return [
    { about: about('价格', 'Price'), before: money(before.priceCents), after: money(after.priceCents) },
    ...names.map((name) => ({ about: name, before: partOf(before.terms, name), after: partOf(after.terms, name) })),
    { about: about('权益', 'Benefits'), before: old.benefits, after: now.benefits },
    { about: about('有效期', 'Good for'), before: old.validity, after: now.validity },
    { about: about('停卡', 'Freezing'), before: old.freeze, after: now.freeze },
    { about: about('转让', 'Giving away'), before: old.transfer, after: now.transfer },
    { about: about('共用', 'Family'), before: old.family, after: now.family },
    { about: about('续卡', 'Renewal'), before: old.renewal, after: now.renewal },
    { about: about('预约', 'Bookings'), before: old.booking, after: now.booking },
  ].filter((difference) => difference.before !== difference.after)
}
