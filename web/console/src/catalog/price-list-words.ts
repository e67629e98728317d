import { addDays, localDay, startOfLocalDay } from '#shared/business-day.ts'
import type { api, ResponseOf } from '@staff/api'
import type { Tone } from '@staff/ui'
import { t, type SentenceKey } from '#app/i18n.ts'
import { formatDay } from '@web/ui/format-time.ts'

export type PriceList = ResponseOf<typeof api.priceListList>['items'][number]
export type PriceListKind = PriceList['kind']

export const priceListKinds = ['member', 'pass', 'timed', 'store'] as const satisfies readonly PriceListKind[]

export const listKindWords = {
  member: { label: 'catalog.lists.kind.member', hint: 'catalog.lists.kind.memberText' },
  pass: { label: 'catalog.lists.kind.pass', hint: 'catalog.lists.kind.passText' },
  timed: { label: 'catalog.lists.kind.timed', hint: 'catalog.lists.kind.timedText' },
  store: { label: 'catalog.lists.kind.store', hint: 'catalog.lists.kind.storeText' },
} as const satisfies Record<PriceListKind, { label: SentenceKey; hint: SentenceKey }>

/** The days of a list's window as the shop says them: the last one still counts. */
export function windowDays({ startsAt, endsAt }: Pick<PriceList, 'startsAt' | 'endsAt'>, timeZone: string) {
  return {
    from: startsAt && localDay(new Date(startsAt), timeZone),
    until: endsAt && localDay(new Date(Date.parse(endsAt) - 1), timeZone),
  }
}

export function instantsOf({ from, until }: { from: string | null; until: string | null }, timeZone: string) {
  return {
    startsAt: from ? startOfLocalDay(from, timeZone).toISOString() : null,
    endsAt: until ? startOfLocalDay(addDays(until, 1), timeZone).toISOString() : null,
  }
}

export function windowInWords(list: PriceList, timeZone: string): string {
  const { from, until } = windowDays(list, timeZone)
  if (from && until) return t('catalog.lists.window.between', { from: formatDay(from), until: formatDay(until) })
  if (from) return t('catalog.lists.window.from', { from: formatDay(from) })
  return until ? t('catalog.lists.window.until', { until: formatDay(until) }) : t('catalog.lists.window.always')
}

/** 88% of the list price is 8.8 折 to a Chinese shop. */
export function rateInWords({ rateBps }: Pick<PriceList, 'rateBps'>): string {
  if (rateBps === null) return t('catalog.lists.rate.none')
  return t('catalog.lists.rate.of', { tenths: rateBps / 1000, percent: rateBps / 100 })
}

export function stateOf({ startsAt, endsAt }: PriceList, now: Date): { label: SentenceKey; tone: Tone } {
  if (endsAt && Date.parse(endsAt) <= now.getTime()) return { label: 'catalog.lists.state.over', tone: 'plain' }
  if (startsAt && Date.parse(startsAt) > now.getTime()) return { label: 'catalog.lists.state.ahead', tone: 'info' }
  return { label: 'catalog.lists.state.now', tone: 'good' }
}
