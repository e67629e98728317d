import { type ActionFacts, actionSentences } from './rules-page-actions-rules.ts'
import { type GiftTerms, giftSentences, mallSentences, type MallTerms } from './rules-page-mall-rules.ts'
import { type Running, runningSentences } from './rules-page-running-rules.ts'
import { currencySymbolOf, yuan } from './rules-page-words.ts'
import type { EarnRule } from './earn-rules.ts'
import type { AgeRule, EndingRule, IdleRule } from './expiry-rules.ts'
import type { RedeemRule, ReturnPolicy } from './redeem-rules.ts'
import { reminderSteps } from './reminder-rules.ts'

/** All that the published rules are made of. Plain JSON: what is kept of a version, and what its fingerprint is of. */
export type RulesFacts = {
  currency: string
  earn: (Pick<EarnRule, 'points' | 'perCents' | 'excludedTenders' | 'isTaxIncluded'> & { pendingDays: number }) | null
  ending: EndingRule
  /** A version for points that are there, announced: members are told so many days before. */
  noticeDays: number
  redeem: RedeemRule | null
  returned: { policy: ReturnPolicy; graceDays: number }
  rescue: {
    graceDays: number
    minPurchaseCents: number
    lifeDays: number
  } | null
  /** Absent where nothing beside buying brings points, and in versions kept before this was told. */
  actions?: ActionFacts
  /** Levels, campaigns and specials that run or are announced; absent where there are none. */
  running?: Running
  /** Absent where the mall is empty. */
  mall?: MallTerms
  /** Null: points are not given on. Absent in versions kept before this was told. */
  gifts?: GiftTerms
}

export type RulesSection = {
  code:
    | 'earn'
    | 'running'
    | 'actions'
    | 'pending'
    | 'expiry'
    | 'before'
    | 'redeem'
    | 'mall'
    | 'gifts'
    | 'returns'
    | 'debt'
  title: string
  sentences: string[]
}
type Language = 'zh' | 'en'

const titles: Record<RulesSection['code'], Record<Language, string>> = {
  earn: { zh: '怎样获得积分', en: 'How points are earned' },
  running: { zh: '正在进行与已预告的活动', en: 'What is on, or announced' },
  actions: { zh: '消费以外的积分', en: 'Points beside buying' },
  pending: { zh: '何时到账', en: 'When they can be used' },
  expiry: { zh: '积分有效期', en: 'How long they live' },
  before: { zh: '到期之前与之后', en: 'Before and after they end' },
  redeem: { zh: '怎样使用积分', en: 'How points are used' },
  mall: { zh: '积分商城', en: 'The points mall' },
  gifts: { zh: '把积分送给别人', en: 'Giving points to others' },
  returns: { zh: '退货时的积分', en: 'When a purchase is returned' },
  debt: { zh: '积分不足扣回时', en: 'When points to take back are spent' },
}

/** The rules as members read them, in sentences, from what is in force. Pure: the same facts say the same in every place. */
export function rulesPage(facts: RulesFacts, language: Language): RulesSection[] {
  const pick = (zh: string, en: string) => (language === 'zh' ? zh : en)
  const money = (cents: number) => `${currencySymbolOf(facts.currency)}${yuan(cents)}`
  const sections: [RulesSection['code'], (string | null)[]][] = [
    ['earn', earnSentences(facts, pick, money)],
    ['running', facts.earn && facts.running ? runningSentences(facts.running, pick, money) : []],
    ['actions', facts.earn && facts.actions ? actionSentences(facts.actions, pick, money) : []],
    ['pending', facts.earn ? [pendingSentence(facts.earn.pendingDays, pick)] : []],
    ['expiry', facts.earn ? expirySentences(facts, pick) : []],
    ['before', facts.earn ? beforeSentences(facts, pick, money) : []],
    ['redeem', redeemSentences(facts, pick, money)],
    ['mall', facts.earn && facts.mall ? mallSentences(facts.mall, pick) : []],
    ['gifts', facts.earn && facts.gifts !== undefined ? giftSentences(facts.gifts, pick) : []],
    ['returns', facts.earn ? returnSentences(facts, pick) : []],
    ['debt', facts.earn ? [debtSentence(pick)] : []],
  ]
  return sections
    .map(([code, sentences]) => ({
      code,
      title: titles[code][language],
      sentences: sentences.filter((text) => text !== null),
    }))
    .filter(({ sentences }) => sentences.length > 0)
}

type Pick2 = (zh: string, en: string) => string
type Money = (cents: number) => string

const tenderNames: Record<string, Record<Language, string>> = {
  points: { zh: '积分', en: 'points' },
  gift_card: { zh: '礼品卡', en: 'gift cards' },
  stored_value: { zh: '储值', en: 'stored value' },
  other: { zh: '其他方式', en: 'other means' },
  cash: { zh: '现金', en: 'cash' },
}

function earnSentences({ earn }: RulesFacts, pick: Pick2, money: Money): (string | null)[] {
  if (!earn || earn.points === 0) return [pick('目前消费不发放积分。', 'Purchases earn no points at present.')]
  const names = (language: Language) => earn.excludedTenders.map((kind) => tenderNames[kind]?.[language] ?? kind)
  return [
    pick(
      `每消费 ${money(earn.perCents)} 得 ${earn.points} 积分，按整单合计后取整。`,
      `Every ${money(earn.perCents)} spent earns ${earn.points} point${earn.points === 1 ? '' : 's'}, counted over the whole purchase and rounded down.`,
    ),
    earn.excludedTenders.length > 0
      ? pick(
          `用${names('zh').join('、')}支付的部分不计积分。`,
          `What is paid by ${names('en').join(', ')} earns nothing.`,
        )
      : null,
    pick('充值与购买礼品卡时不计积分。', 'Top-ups and gift cards earn nothing when they are bought.'),
    earn.isTaxIncluded ? null : pick('税额不计积分。', 'Tax earns nothing.'),
  ]
}

function pendingSentence(days: number, pick: Pick2): string {
  return days === 0
    ? pick('积分在付款后立即可用。', 'Points can be used at once.')
    : pick(`积分在消费 ${days} 天后可用。`, `Points can be used ${days} days after the purchase.`)
}

function ageWords(age: AgeRule, pick: Pick2): string {
  if ('days' in age)
    return pick(
      `积分自获得之日起 ${age.days} 天内有效，含最后一天。`,
      `Points live ${age.days} days from the day they are earned, the last day included.`,
    )
  const [zh, en] = {
    day: ['到当天为止', 'to that very day'],
    month_end: ['到那个月的最后一天', 'to the end of that month'],
    year_end: ['到那一年的最后一天', 'to the end of that year'],
  }[age.round] as [string, string]
  return pick(`积分自获得之日起满 ${age.months} 个月，${zh}有效。`, `Points live ${age.months} months, ${en}.`)
}

function idleWords(idle: IdleRule, pick: Pick2): string {
  const [zh, en] =
    'days' in idle ? [`${idle.days} 天`, `${idle.days} days`] : [`${idle.months} 个月`, `${idle.months} months`]
  return pick(
    `连续 ${zh}没有活动的会员，积分到期。活动指：以会员身份消费，包括用积分支付；每次活动都从当天重新计算。`,
    `Points end after ${en} without activity. Activity is a purchase as a member, paying with points included; each begins the time anew.`,
  )
}

function expirySentences({ ending: { age, clearing, idle }, noticeDays }: RulesFacts, pick: Pick2): (string | null)[] {
  if (!age && !clearing && !idle) return [pick('积分永久有效。', 'Points do not expire.')]
  const day = clearing && `${Number(clearing.day.slice(0, 2))}/${Number(clearing.day.slice(3))}`
  const dayZh = clearing && `${Number(clearing.day.slice(0, 2))} 月 ${Number(clearing.day.slice(3))} 日`
  const spared = clearing && clearing.spareMonths > 0
  return [
    age && ageWords(age, pick),
    clearing &&
      pick(
        `每年 ${dayZh}结束时清零${spared ? `，清零日前 ${clearing.spareMonths} 个月内获得的积分保留到下一年` : ''}。`,
        `Points are cleared each year at the end of ${day}${spared ? `; those earned in the ${clearing.spareMonths} months before it live to the next year` : ''}.`,
      ),
    idle && idleWords(idle, pick),
    [age, clearing, idle].filter(Boolean).length > 1
      ? pick('几种情形以最早到期的为准。', 'Of these, the earliest counts.')
      : null,
    pick(
      '到期日以门店所在地当天 24 点为准，先到期的积分先使用。',
      'A last day ends at midnight where the shop is. What ends first is used first.',
    ),
    noticeDays > 0
      ? pick(
          `规则变更若缩短已有积分的有效期，至少提前 ${noticeDays} 天逐一告知会员。`,
          `A change that shortens the life of points already held is told to each member at least ${noticeDays} days before.`,
        )
      : pick(
          '规则变更不缩短已有积分的有效期。',
          'A change of the rules never shortens the life of points already held.',
        ),
  ]
}

function beforeSentences({ ending, rescue }: RulesFacts, pick: Pick2, money: Money): (string | null)[] {
  const ends = ending.age || ending.clearing || ending.idle
  if (!ends) return []
  const days = reminderSteps.join('、')
  return [
    pick(
      `到期前 ${days} 天，会通过您同意的方式提醒。`,
      `Members are reminded ${reminderSteps.join(', ')} days before, in the ways they agreed to.`,
    ),
    rescue && rescue.graceDays > 0
      ? pick(
          `到期后 ${rescue.graceDays} 天内${rescue.minPurchaseCents > 0 ? `消费满 ${money(rescue.minPurchaseCents)}` : '再次消费'}，到期的积分恢复，恢复后 ${rescue.lifeDays} 天内有效。`,
          `A purchase${rescue.minPurchaseCents > 0 ? ` of ${money(rescue.minPurchaseCents)} or more` : ''} within ${rescue.graceDays} days after they ended brings points back, for ${rescue.lifeDays} days.`,
        )
      : pick('到期的积分不再恢复。', 'Points that have ended do not come back.'),
  ]
}

function redeemSentences({ redeem }: RulesFacts, pick: Pick2, money: Money): (string | null)[] {
  if (!redeem || redeem.maxShareBps === 0)
    return [pick('目前不能用积分抵现。', 'Points do not pay at the till at present.')]
  const share =
    redeem.maxShareBps % 100 === 0 ? String(redeem.maxShareBps / 100) : (redeem.maxShareBps / 100).toFixed(2)
  return [
    pick(
      `${redeem.points} 积分抵 ${money(redeem.worthCents)}。`,
      `${redeem.points} points are worth ${money(redeem.worthCents)}.`,
    ),
    redeem.minPoints > 0 || redeem.stepPoints > 1
      ? pick(
          `每次至少使用 ${Math.max(redeem.minPoints, redeem.stepPoints)} 积分，须为 ${redeem.stepPoints} 的整数倍。`,
          `At least ${Math.max(redeem.minPoints, redeem.stepPoints)} points at a time, in multiples of ${redeem.stepPoints}.`,
        )
      : null,
    redeem.maxShareBps < 10_000
      ? pick(`最多抵每单应付的 ${share}%。`, `They pay up to ${share} % of a purchase.`)
      : null,
  ]
}

function returnSentences({ returned }: RulesFacts, pick: Pick2): string[] {
  const late = {
    void: pick('若已过有效期，不再退回。', 'If those have ended meanwhile, they are gone.'),
    grace: pick(
      `若已过有效期，退回后 ${returned.graceDays} 天内有效。`,
      `If those have ended meanwhile, they live for ${returned.graceDays} more days.`,
    ),
    as_new: pick(
      '若已过有效期，按新获得的积分计算有效期。',
      'If those have ended meanwhile, they live as newly earned ones.',
    ),
  }[returned.policy]
  return [
    pick('退货退还的积分回到原来的有效期。', 'Points that paid for it come back with the life they had.') +
      (/[a-z.]$/.test(late) ? ' ' : '') +
      late,
    pick('这次消费获得的积分按退货部分扣回。', 'What the returned part had earned is taken back.'),
  ]
}

function debtSentence(pick: Pick2): string {
  return pick(
    '要扣回的积分已经用掉时，记为欠分，由以后获得的积分先行抵还，不收取现金。',
    'If they are spent already, they are owed: points earned later repay them first. No money is asked for.',
  )
}
