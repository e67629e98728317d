import i18next from 'i18next'
import { formatMoney } from '@web/ui/format-money.ts'
import { formatInstant } from '@web/ui/format-time.ts'
import type { api, ResponseOf } from '@staff/api'
import { t, type SentenceKey } from '#app/i18n.ts'
import { refusalSentence } from '#app/refusal-sentence.ts'

export type Conflict = ResponseOf<typeof api.saleConflictList>['items'][number]

/** What it is about, in a word. */
export function conflictTitle(kind: string): string {
  const key = `offline.kind.${kind}`
  return i18next.exists(key) ? t(key as SentenceKey) : kind
}

export function resolutionTitle(resolution: string): string {
  const key = `offline.resolution.${resolution}`
  return i18next.exists(key) ? t(key as SentenceKey) : resolution
}

/** What happened, in a sentence with its figures. */
export function conflictText(conflict: Conflict): string {
  return [whatHappened(conflict), whatIsLeft(conflict)].filter(Boolean).join(' ')
}

/** Of missing value: what is left to decide, where some of it came back with the goods. */
function whatIsLeft({ kind, details, leftUnits }: Conflict): string | null {
  if (leftUnits === null || leftUnits === Number(details['shortCents'] ?? details['shortPoints'])) return null
  if (leftUnits === 0) return t('offline.text.all_returned')
  return t('offline.text.part_returned', { left: kind === 'points_short' ? String(leftUnits) : formatMoney(leftUnits) })
}

function whatHappened({ kind, details }: Conflict): string {
  const money = (name: string) => formatMoney(Number(details[name] ?? 0))
  const text = (name: string) => String(details[name] ?? '')
  switch (kind) {
    case 'balance_short':
      return t('offline.text.balance_short', { asked: money('askedCents'), short: money('shortCents') })
    case 'points_short':
      return t('offline.text.points_short', { asked: text('askedPoints'), short: text('shortPoints') })
    case 'limit_exceeded':
      return t('offline.text.limit_exceeded', { asked: text('askedUnits'), left: text('leftUnits') })
    case 'coupon_used':
      return t('offline.text.coupon_used', { amount: money('offCents') })
    case 'price_changed': {
      const reason = details['reason']
      if (typeof reason === 'string') return refusalSentence(reason, details)
      return t('offline.text.price_changed', { paid: money('netCents'), now: money('nowCents') })
    }
    case 'clock_wrong':
      return t('offline.text.clock_wrong', {
        claimed: formatInstant(text('claimedAt')),
        booked: formatInstant(text('happenedAt')),
      })
    case 'receipt_number_taken':
      return t('offline.text.receipt_number_taken', { printed: text('printed'), number: text('receiptNumber') })
    case 'booked_online':
      return t('offline.text.booked_online', { printed: text('printed'), number: text('receiptNumber') })
    case 'unreadable': {
      const of = [text('printed'), 'netCents' in details ? money('netCents') : ''].filter(Boolean).join(' · ')
      return `${t('offline.text.unreadable')}${of && t('offline.text.legible', { of })}`
    }
    default: {
      const key = `offline.text.${kind}`
      return i18next.exists(key) ? t(key as SentenceKey) : ''
    }
  }
}
