import type { api, ResponseOf } from '@staff/api'
import { formatDay } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { joined, shortMoney } from '#console/promotions/terms-words.ts'
import { type Audience, monthNames } from './audience-fields.tsx'

type Tiers = Pick<ResponseOf<typeof api.tierList>, 'base' | 'items'>
export type AudienceNames = {
  tiers: Tiers | undefined
  stores: ReadonlyMap<string, string>
  /** Tags and own fields by id and code; those that are gone are missing. */
  tags: ReadonlyMap<string, string>
  fields: ReadonlyMap<string, string>
}

/** Whom an issue was for, in one line: every condition that was set, in the order of the form. */
export function audienceWords(audience: Audience, { tiers, stores, tags, fields }: AudienceNames): string {
  const { tierIds, minDaysSinceVisit, maxDaysSinceVisit, spendDays, minSpendCents, maxSpendCents } = audience
  const months = monthNames()
  const tierName = (id: string | null) =>
    id === null ? tiers?.base.name : tiers?.items.find(({ tierId }) => tierId === id)?.name
  const { tagIds = [], withoutTagIds = [] } = audience
  const tagName = (id: string) => tags.get(id) ?? '–'
  const fieldName = (code: string) => fields.get(code) ?? code
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
    tagIds.length > 0 && listed(tagIds.map(tagName)),
    withoutTagIds.length > 0 && t('audience.words.withoutTags', { tags: listed(withoutTagIds.map(tagName)) }),
    ...audience.fields.map(({ code, values }) =>
      t('audience.words.field', { label: fieldName(code), value: listed(values.map(valueWords)) }),
    ),
    ...(audience.ranges ?? []).map((range) =>
      t('audience.words.field', { label: fieldName(range.code), value: rangeWords(range) }),
    ),
  ].filter((word) => word !== false)
  return words.length === 0 ? t('audience.words.everybody') : joined(words)
}

const valueWords = (value: string | boolean) =>
  typeof value === 'boolean' ? t(value ? 'audience.yes' : 'audience.no') : value

function rangeWords({ from, until }: { from: number | string | null; until: number | string | null }): string {
  const [low, high] = [from, until].map((bound) => (typeof bound === 'string' ? formatDay(bound) : String(bound)))
  if (from === null) return t('audience.words.atMost', { until: high! })
  if (until === null) return t('audience.words.atLeast', { from: low! })
  return `${low} – ${high}`
}
