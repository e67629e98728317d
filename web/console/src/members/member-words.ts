import type { api, ResponseOf } from '@staff/api'
import type { Tone } from '@staff/ui'
import { language, t, type SentenceKey } from '#app/i18n.ts'

export type Member = ResponseOf<typeof api.memberGet>
export type Birthday = NonNullable<Member['birthday']>
export type MemberSummary = ResponseOf<typeof api.memberList>['items'][number]

export const genderWords: Record<Member['gender'], SentenceKey> = {
  female: 'members.gender.female',
  male: 'members.gender.male',
  unknown: 'members.gender.unknown',
}

export const sourceWords: Record<Member['source'], SentenceKey> = {
  till: 'members.source.till',
  console: 'members.source.console',
  portal: 'members.source.portal',
  import: 'members.source.import',
  integration: 'members.source.integration',
}

export const statusWords: Record<Member['status'], { label: SentenceKey; tone: Tone }> = {
  active: { label: 'members.status.active', tone: 'good' },
  blocked: { label: 'members.status.blocked', tone: 'bad' },
  merged: { label: 'members.status.merged', tone: 'plain' },
  erased: { label: 'members.status.erased', tone: 'plain' },
}

export type Purpose = Member['consents'][number]['purpose']

export const purposeWords: Record<Purpose, SentenceKey> = {
  marketing: 'members.consent.purpose.marketing',
  profiling: 'members.consent.purpose.profiling',
  health: 'members.consent.purpose.health',
  third_party: 'members.consent.purpose.thirdParty',
  minor: 'members.consent.purpose.minor',
}

const lunarMonths = ['正', '二', '三', '四', '五', '六', '七', '八', '九', '十', '冬', '腊']
const lunarTens = ['初', '十', '廿', '三']
const digits = ['十', '一', '二', '三', '四', '五', '六', '七', '八', '九']

export function lunarMonthName(month: number, isLeapMonth: boolean): string {
  return `${isLeapMonth ? '闰' : ''}${lunarMonths[month - 1]}月`
}

export function lunarDateName(date: number): string {
  if (date === 10) return '初十'
  if (date === 20) return '二十'
  if (date === 30) return '三十'
  return `${lunarTens[Math.floor(date / 10)]}${digits[date % 10]}`
}

/** A birthday as people say it: 8月15日, 农历八月十五, 1988年…; the year only where it is known. */
export function birthdayInWords({ calendar, year, month, date, isLeapMonth }: Birthday): string {
  if (calendar === 'lunar') {
    const name =
      language() === 'zh'
        ? `${lunarMonthName(month, isLeapMonth)}${lunarDateName(date)}`
        : `${month}-${date}${isLeapMonth ? '*' : ''}`
    return t(year ? 'members.birthday.lunarWithYear' : 'members.birthday.lunarNoYear', { year: year ?? '', name })
  }
  return t(year ? 'members.birthday.solarWithYear' : 'members.birthday.solarNoYear', {
    year: year ?? '',
    month: String(month).padStart(2, '0'),
    date: String(date).padStart(2, '0'),
  })
}

/** Whole days from one day to another, both `YYYY-MM-DD`. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000)
}

/** How soon a birthday is: today, tomorrow, in so many days within a month; nothing when it is further away. */
export function birthdaySoon(nextDay: string | null, today: string): string | null {
  if (!nextDay) return null
  const days = daysBetween(today, nextDay)
  if (days < 0 || days > 30) return null
  return days === 0 ? t('members.birthday.today') : t('members.birthday.inDays', { count: days })
}

const assetNames: Record<string, SentenceKey> = {
  points: 'members.value.points',
  qualifying: 'members.value.qualifying',
  stored_principal: 'members.value.principal',
  stored_bonus: 'members.value.bonus',
}

export function assetName(asset: string): string {
  const key = assetNames[asset]
  return key ? t(key) : asset
}

/** Whether an asset is counted in cents. */
export const isMoney = (asset: string) => asset.startsWith('stored_') || asset === 'gift_card'
