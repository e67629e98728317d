import type { api, ResponseOf } from '@staff/api'
import { formatMoney } from '@portal/ui'
import { type SentenceKey, t } from '#portal/app/i18n.ts'

export type Line = ResponseOf<typeof api.myStatementGet>['items'][number]

const titles: Partial<Record<string, SentenceKey>> = {
  'grant sale': 'statement.kind.earned',
  'grant top_up': 'statement.kind.topUp',
  'grant points_action': 'statement.kind.action',
  'grant draw_prize': 'statement.kind.prize',
  'grant import': 'statement.kind.opening',
  'grant opening': 'statement.kind.opening',
  'spend sale': 'statement.kind.paid',
  'spend redemption': 'statement.kind.redeemed',
  'spend draw_entry': 'statement.kind.draw',
}

/** What happened, in a word or two: by what it was for, else by what it did. */
export function lineTitle({ kind, source }: Line): string {
  return t(titles[`${kind} ${source.kind}`] ?? `statement.kind.${kind}`)
}

/** Points are counted, stored value is money. */
export function isMoney(asset: string): boolean {
  return asset !== 'points'
}

const parts = { stored_principal: 'principal', stored_bonus: 'bonus' } as const

function partOf(asset: string): 'points' | 'principal' | 'bonus' {
  return parts[asset as keyof typeof parts] ?? 'points'
}

export function assetName(asset: string): string {
  return t(`statement.asset.${partOf(asset)}`)
}

/** Money as money, points as a figure alone. */
export function amountWords(asset: string, units: number): string {
  return isMoney(asset) ? formatMoney(units) : units.toLocaleString('en-US')
}

/** An amount and what it is of, in the order in which it is said: “1,501 points”, “¥30.00 bonus”, “赠金 ¥30.00”. */
export function unitWords(asset: string, units: number): string {
  return t(`statement.amount.${partOf(asset)}`, { count: Math.abs(units), amount: amountWords(asset, units) })
}

/** With its sign, so that nobody has to tell it by colour. */
export function deltaWords(asset: string, units: number): string {
  const sign = units > 0 ? '+' : units < 0 ? '−' : ''
  const amount = `${sign}${amountWords(asset, Math.abs(units))}`
  return t(`statement.amount.${partOf(asset)}`, { count: Math.abs(units), amount })
}

/** What is left of it after a line. */
export function balanceWords(asset: string, units: number): string {
  return t(`statement.balance.${partOf(asset)}`, { amount: amountWords(asset, units) })
}
