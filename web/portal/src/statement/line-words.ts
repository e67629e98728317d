import type { api, ResponseOf } from '@staff/api'
import { formatMoney } from '@portal/ui'
import { t } from '#portal/app/i18n.ts'

export type Line = ResponseOf<typeof api.myStatementGet>['items'][number]

/** What happened, in a word or two. */
export function lineTitle({ kind, source }: Line): string {
  if (kind === 'grant' && source.kind === 'sale') return t('statement.kind.earned')
  if (kind === 'grant' && source.kind === 'top_up') return t('statement.kind.topUp')
  return t(`statement.kind.${kind}`)
}

/** Points are counted, stored value is money. */
export function isMoney(asset: string): boolean {
  return asset !== 'points'
}

export function assetName(asset: string): string {
  if (asset === 'stored_principal') return t('statement.asset.principal')
  if (asset === 'stored_bonus') return t('statement.asset.bonus')
  return t('statement.asset.points')
}

export function amountWords(asset: string, units: number): string {
  return isMoney(asset) ? formatMoney(units) : units.toLocaleString('en-US')
}

/** With its sign, so that nobody has to tell it by colour. */
export function deltaWords(asset: string, units: number): string {
  const sign = units > 0 ? '+' : units < 0 ? '−' : ''
  return `${sign}${amountWords(asset, Math.abs(units))}`
}
