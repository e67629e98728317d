import type { Advice, Habit } from './advice-rules.ts'
import type { Wording } from './plan-words-rules.ts'

type Told = Advice & Pick<Habit, 'days' | 'visits' | 'worthCents' | 'cameDays'>

/** Why a plan is worth it for somebody, or is not: their own visits, what the plan would bring at that pace, from how many it pays. */
export function adviceWords(advice: Told, { language, money }: Pick<Wording, 'language' | 'money'>): string {
  return language === 'zh' ? inChinese(advice, money) : inEnglish(advice, money)
}

function inChinese(advice: Told, money: Wording['money']): string {
  const { days, visits, worthCents, cameDays, expectedVisits, giftCents, discountCents, breakEvenVisits } = advice
  const { savedCents, monthlySavedCents, verdict } = advice
  const habit =
    visits > 0 ? `近 ${days} 天来了 ${visits} 次，单买值 ${money(worthCents)}。` : `近 ${days} 天到店 ${cameDays} 天。`
  if (verdict === 'too_little_known') return `${habit}次数太少，还看不出是否划算。`
  const brings = [
    ...(expectedVisits > 0 ? [`约用 ${expectedVisits} 次`] : []),
    ...(giftCents > 0 ? [`赠送约值 ${money(giftCents)}`] : []),
    ...(discountCents > 0 ? [`持卡价约省 ${money(discountCents)}`] : []),
  ]
  const pace = brings.length > 0 ? `按这个频率有效期内${brings.join('，')}，` : ''
  const outcome =
    savedCents >= 0
      ? `比不买省 ${money(savedCents)}（每 30 天约 ${money(monthlySavedCents)}）。`
      : `比不买多花 ${money(-savedCents)}。`
  const even = breakEvenVisits !== null && breakEvenVisits > 0 ? `用满 ${breakEvenVisits} 次回本。` : ''
  return habit + pace + outcome + even
}

function inEnglish(advice: Told, money: Wording['money']): string {
  const { days, visits, worthCents, cameDays, expectedVisits, giftCents, discountCents, breakEvenVisits } = advice
  const { savedCents, monthlySavedCents, verdict } = advice
  const times = (count: number, word: string) => `${count} ${word}${count === 1 ? '' : 's'}`
  const habit =
    visits > 0
      ? `${times(visits, 'visit')} in ${days} days, worth ${money(worthCents)} singly.`
      : `In the shop on ${times(cameDays, 'day')} of ${days}.`
  if (verdict === 'too_little_known') return `${habit} Too few to say.`
  const brings = [
    ...(expectedVisits > 0 ? [`about ${times(expectedVisits, 'visit')}`] : []),
    ...(giftCents > 0 ? [`gifts worth about ${money(giftCents)}`] : []),
    ...(discountCents > 0 ? [`about ${money(discountCents)} off by its prices`] : []),
  ]
  const pace = brings.length > 0 ? ` At this pace ${brings.join(', ')} in its period:` : ' In its period:'
  const outcome =
    savedCents >= 0
      ? ` ${money(savedCents)} saved (about ${money(monthlySavedCents)} in 30 days).`
      : ` ${money(-savedCents)} more than without it.`
  const even =
    breakEvenVisits !== null && breakEvenVisits > 0 ? ` It pays from ${times(breakEvenVisits, 'visit')}.` : ''
  return habit + pace + outcome + even
}
