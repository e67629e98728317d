import type { api, ResponseOf } from '@staff/api'
import { t } from '#app/i18n.ts'
import { joined, shortMoney } from '#console/promotions/terms-words.ts'
import { type Audience, monthNames } from './audience-fields.tsx'

type Tiers = Pick<ResponseOf<typeof api.tierList>, 'base' | 'items'>
export type AudienceNames = { tiers: Tiers | undefined; stores: ReadonlyMap<string, string> }

/** Whom an issue was for, in one line: every condition that was set, in the order of the form. */
export function audienceWords(audience: Audience, { tiers, stores }: AudienceNames): string {
  const { tierIds, minDaysSinceVisit, maxDaysSinceVisit, spendDays, minSpendCents, maxSpendCents } = audience
  const months = monthNames()
  const tierName = (id: string | null) =>
    id === null ? tiers?.base.name : tiers?.items.find(({ tierId }) => tierId === id)?.name
  const listed = (names: readonly string[]) => names.join(t('audience.or'))
  const words = [
    tierIds.length > 0 && listed(tierIds.map((id) => tierName(id) ?? '–')),
    minDaysSinceVisit !== null && t('audience.words.visitFrom', { count: minDaysSinceVisit }),
    maxDaysSinceVisit !== null && t('audience.words.visitUntil', { count: maxDaysSinceVisit }),
    minSpendCents !== null && t('audience.words.spendFrom', { count: spendDays, amount: shortMoney(minSpendCents) }),
    maxSpendCents !== null && t('audience.words.spendUntil', { count: spendDays, amount: shortMoney(maxSpendCents) }),
    audience.birthdayMonths.length > 0 &&
      t('audience.words.birthday', { months: listed(audience.birthdayMonths.map((month) => months[month - 1]!)) }),
    audience.storeIds.length > 0 && listed(audience.storeIds.map((id) => stores.get(id) ?? '–')),
    ...audience.fields.map(({ values }) => listed(values.map(String))),
    ...(audience.ranges ?? []).map(({ from, until }) => `${from ?? ''} – ${until ?? ''}`),
  ].filter((word) => word !== false)
  return words.length === 0 ? t('audience.words.everybody') : joined(words)
}
