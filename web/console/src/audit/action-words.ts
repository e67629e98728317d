import i18next from 'i18next'
import { permissionGroups } from '#modules/identity/permission-rules.ts'
import { shippedFlow } from '#modules/retention/flow-rules.ts'
import { language, t, type SentenceKey } from '#app/i18n.ts'
import type { AuditEntry } from './audit-page.tsx'

/** What lines are about, as the filter offers it: the part of an action before its dot. */
export const actionGroups = [
  'sale',
  'shift',
  'drawer',
  'day',
  'members',
  'topup',
  'payments',
  'invoices',
  'points',
  'promotions',
  'tiers',
  'retention',
  'coupons',
  'giftcard',
  'messages',
  'rewards',
  'ledger',
  'catalog',
  'stock',
  'imports',
  'settings',
  'store',
  'user',
  'role',
  'session',
  'approval',
  'device',
  'printer',
  'api_key',
  'outbox',
] as const

type Group = (typeof actionGroups)[number]

export function groupTitle(group: Group): string {
  return permissionGroups[group]?.[language()] ?? t(`audit.group.${group}` as SentenceKey)
}

/** A sentence for an action; one that this version has no words for stands as it is written in the log. */
export function actionTitle(action: string): string {
  const key = `audit.actions.${action}`
  return i18next.exists(key) ? t(key as SentenceKey) : action
}

export function fieldTitle(field: string): string {
  // `consentText.marketing`: what is before the dot has the name.
  const key = `audit.field.${field.split('.', 1)[0]}`
  return i18next.exists(key) ? t(key as SentenceKey) : field
}

/** A code among the values, in words; what people wrote stands as it is. */
export function valueTitle(value: string): string {
  const key = `audit.value.${value}`
  return /^[a-z_]+$/.test(value) && i18next.exists(key) ? t(key as SentenceKey) : value
}

/** Why it was done: as somebody wrote it, or in words where the system says it by a code. */
export function reasonTitle(reason: string): string {
  if (reason === 'win_back') return t('audit.reasons.winBack')
  if (reason === 'retention') return t('audit.reasons.retention')
  if (reason === 'costs_more' || reason === 'keeps_less') return t(`audit.reasons.${reason}`)
  if (reason.startsWith('tier benefit ')) return t('audit.reasons.tierBenefit')
  return shippedFlow.reasons.find(({ code }) => code === reason)?.words[language()] ?? reason
}

export function actorTitle({ kind, name }: AuditEntry['actor']): string {
  if (name && kind === 'staff') return name
  const key = `audit.actorKind.${kind}`
  return i18next.exists(key) ? t(key as SentenceKey) : kind
}

export function subjectTitle({ kind, id, name }: AuditEntry['subject']): string {
  const key = `audit.subjectKind.${kind}`
  const title = i18next.exists(key) ? t(key as SentenceKey) : kind
  return `${title} ${name ?? `#${id.slice(-6)}`}`
}

const overrides = new Set([
  'approval.give',
  'members.erase',
  'sale.discard_parked',
  'sale.discount',
  'sale.export',
  'sale.export_refunds',
  'payments.export',
  'settlement.export',
  'sale.refund',
  'sale.return',
  'sale.void',
  'session.refuse',
  'session.refuse_pin',
  'receipt.reprint',
  'topup.refund',
  'giftcard.block',
  'giftcard.codes',
  'giftcard.payout',
  'payments.refund',
  'payments.write_off',
  'invoices.red_letter',
  'invoices.replace',
  'invoices.settle',
  'points.adjust',
  'points.extend',
  'ledger.adjust',
  'stock.adjust',
  'outbox.skip',
])

/** What an owner looks for first: exceptions, and tries that failed. */
export function isOverride(action: string): boolean {
  return overrides.has(action)
}
