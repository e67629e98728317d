import { grantPairs, grantValue } from '#modules/ledger/grant-value.ts'
import { defineCustomField } from '#modules/members/define-custom-fields.ts'
import { enrolMembers, type NewMember } from '#modules/members/enrol-members.ts'
import { membersByExternalId } from '#modules/members/members-by-external-id.ts'
import { mostTags } from '#modules/members/define-tags.ts'
import { tagKey, tagNewMembers, tagsByName } from '#modules/members/tags-by-name.ts'
import { readEarnPolicy } from '#modules/points/earn-policy.ts'
import { pointsTerms } from '#modules/points/earn-rules.ts'
import { storeFacts } from '#modules/shops/store-facts.ts'
import { openTiers, tiersByName } from '#modules/tiers/open-tiers.ts'
import type { Work } from '#platform/work.ts'
import { startOfLocalDay } from '#shared/business-day.ts'
import { newId } from '#shared/ids.ts'
import { bpsOf } from '#shared/money.ts'
import { isRefusal, refuse, Refused, type Refusal } from '#shared/refusal.ts'
import { addEffects } from './batch-queries.ts'
import { type BatchContext, rejected, type RowOutcome } from './row-outcome.ts'
import type { ParsedRow } from './row-rules.ts'

/**
 * Members with what they held elsewhere: points and stored value open as ledger entries of today, sourced by the batch and
 * against the book `opening`.
 *
 * A member known by the external id is unchanged: what the shop knows by now is newer than the file. Refuses what enrolling
 * refuses, unknown stores and referrers, and a bonus without principal.
 */
export async function importMembers(
  work: Work,
  context: BatchContext,
  rows: readonly ParsedRow[],
): Promise<RowOutcome[]> {
  await defineMissingFields(work, context)
  const known = await membersByExternalId(
    work,
    rows.flatMap(({ values }) => [values.externalId, values.referrer].filter((id) => typeof id === 'string')),
  )
  const [stores, tiers] = await Promise.all([storesByName(work), tiersByName(work)])
  const tags = await tagsByName(work, rows.flatMap(tagsOf))
  const planned = rows.map((row) => {
    if (known.has(row.values.externalId as string)) return { row, outcome: { kind: 'unchanged' } as RowOutcome }
    const member = memberOf(row, context, { known, stores, tiers, tags })
    return 'code' in member ? { row, outcome: rejected(row, member.field, member) } : { row, member }
  })
  const enrolling = planned.filter((each): each is { row: ParsedRow; member: NewMember } => 'member' in each)
  const enrolled = await enrolMembers(
    work,
    enrolling.map(({ member }) => member),
  )
  const made: { row: ParsedRow; memberId: string }[] = []
  const outcomes = new Map<ParsedRow, RowOutcome>()
  enrolling.forEach(({ row }, index) => {
    const outcome = enrolled[index]!
    if (isRefusal(outcome)) outcomes.set(row, rejected(row, fieldOfRefusal[outcome.code] ?? 'externalId', outcome))
    else {
      made.push({ row, memberId: outcome.id })
      outcomes.set(row, { kind: 'imported', cents: 0 })
    }
  })
  const opened = await openBalances(work, context, made)
  await tagNewMembers(
    work,
    made.map(({ row, memberId }) => ({ memberId, tagIds: tagsOf(row).map((name) => tags.get(tagKey(name))!) })),
  )
  await openTiers(
    work,
    made.flatMap(({ row, memberId }) => {
      const tierId = tiers.get((row.values.tier as string | undefined) ?? '')
      return tierId ? [{ memberId, tierId }] : []
    }),
  )
  await addEffects(
    work,
    context.batchId,
    made.map(({ memberId }) => ({
      subjectId: memberId,
      kind: 'member',
      before: null,
      events: opened.has(memberId) ? 2 : 1,
    })),
  )
  return planned.map((each) => ('outcome' in each ? each.outcome! : outcomes.get(each.row)!))
}

const fieldOfRefusal: Record<string, string> = {
  invalid_name: 'name',
  invalid_phone: 'phone',
  phone_taken: 'phone',
  invalid_card: 'cardNumber',
  card_taken: 'cardNumber',
  invalid_birthday: 'birthday',
}

const tagsOf = ({ values }: ParsedRow) => (values.tags as string[] | undefined) ?? []

type Lookup = Record<'known' | 'stores' | 'tiers' | 'tags', ReadonlyMap<string, string>>

function memberOf(
  row: ParsedRow,
  context: BatchContext,
  { known, stores, tiers, tags }: Lookup,
): NewMember | (Refusal & { field: string }) {
  const { values } = row
  const text = (field: string) => values[field] as string | undefined
  const storeName = text('store')
  const storeId = storeName === undefined ? context.storeId : stores.get(storeName)
  if (storeId === undefined) return { ...refuse('store_not_found'), field: 'store' }
  const referrer = text('referrer')
  const referrerId = referrer === undefined ? null : known.get(referrer)
  if (referrerId === undefined) return { ...refuse('referrer_not_found'), field: 'referrer' }
  const tier = text('tier')
  // A shop without levels of its own has no use for another's.
  if (tier !== undefined && tiers.size > 0 && !tiers.has(tier)) return { ...refuse('tier_not_found'), field: 'tier' }
  if (tagsOf(row).some((name) => !tags.has(tagKey(name)))) {
    return { ...refuse('tags_too_many', { most: mostTags }), field: 'tags' }
  }
  const { principalCents, bonusCents } = storedValueOf(row, context)
  if (bonusCents > 0 && principalCents === 0) return { ...refuse('bonus_without_principal'), field: 'bonus' }
  const custom = Object.entries(values).filter(([field]) => field.startsWith('custom:'))
  return {
    id: newId(),
    name: text('name') ?? null,
    phone: text('phone') ?? null,
    cardNumber: text('cardNumber') ?? null,
    externalId: text('externalId') ?? null,
    gender: genderOf(text('gender')),
    birthday: birthdayOf(row),
    homeStoreId: storeId,
    referrerId,
    note: text('note') ?? null,
    custom: Object.fromEntries(custom.map(([field, value]) => [field.slice('custom:'.length), value as string])),
    ...(values.joinedDay !== undefined && { enrolledAt: startOfLocalDay(text('joinedDay')!, context.timeZone) }),
    source: 'import',
  }
}

function genderOf(gender: string | undefined): 'female' | 'male' | 'unknown' {
  return gender === 'female' || gender === 'male' ? gender : 'unknown'
}

function birthdayOf({ values }: ParsedRow): NewMember['birthday'] {
  if (typeof values.birthday !== 'string') return null
  const isYearless = values.birthday.startsWith('--')
  const [year, month, date] = values.birthday.replace(/^--/, '0-').split('-').map(Number) as [number, number, number]
  const calendar = values.birthdayCalendar === 'lunar' ? 'lunar' : 'solar'
  return { calendar, year: isYearless ? null : year, month, date, isLeapMonth: false }
}

function storedValueOf({ values }: ParsedRow, { mapping }: BatchContext) {
  const cents = (field: string) => (values[field] as number | undefined) ?? 0
  const ofWhole = bpsOf(cents('storedValue'), mapping.bonusShareBps ?? 0)
  return {
    principalCents: cents('principal') + cents('storedValue') - ofWhole,
    bonusCents: cents('bonus') + ofWhole,
  }
}

async function openBalances(
  work: Work,
  context: BatchContext,
  made: readonly { row: ParsedRow; memberId: string }[],
): Promise<Set<string>> {
  const source = { kind: 'import', id: context.batchId }
  const policy = await readEarnPolicy(work)
  const terms = policy ? pointsTerms(policy, work.at, context.timeZone) : { expiry: null }
  const points = made.flatMap(({ row, memberId }) => {
    const units = (row.values.points as number | undefined) ?? 0
    const account = { ownerKind: 'member' as const, ownerId: memberId, asset: 'points' }
    return units === 0 ? [] : [{ account, units, terms, from: 'opening' as const, source }]
  })
  const pairs = made.flatMap(({ row, memberId }) => {
    const { principalCents, bonusCents } = storedValueOf(row, context)
    if (principalCents === 0) return []
    const side = (asset: string, units: number) => ({
      account: { ownerKind: 'member' as const, ownerId: memberId, asset },
      units,
      terms: { expiry: null },
    })
    return [
      {
        principal: side('stored_principal', principalCents),
        bonus: bonusCents === 0 ? null : side('stored_bonus', bonusCents),
        drawMode: 'proportional' as const,
        from: 'opening' as const,
        source,
      },
    ]
  })
  // Amounts are within one field's bound, so an opening balance never grows too large.
  if (points.length > 0) await grantValue(work, points)
  if (pairs.length > 0) await grantPairs(work, pairs)
  const opened = made.filter(({ row }) => row.values.points || storedValueOf(row, context).principalCents > 0)
  for (const { row, memberId } of opened) {
    work.emit({
      type: 'member.balance_opened',
      subject: { kind: 'member', id: memberId },
      data: { batchId: context.batchId, points: row.values.points ?? 0, ...storedValueOf(row, context) },
    })
  }
  return new Set(opened.map(({ memberId }) => memberId))
}

async function storesByName(work: Work): Promise<Map<string, string>> {
  const stores = [...(await storeFacts(work)).values()]
  return new Map(stores.flatMap(({ id, name, number }) => [[name, id] as const, [String(number), id] as const]))
}

/** The member fields that a mapping fills and the merchant does not have yet: as text, because a file says no more. */
async function defineMissingFields(work: Work, { mapping }: BatchContext): Promise<void> {
  for (const field of Object.keys(mapping.fields)) {
    if (!field.startsWith('custom:')) continue
    const code = field.slice('custom:'.length)
    try {
      await defineCustomField(work, { id: newId(), code, label: code, kind: 'text', choices: [], isForTill: false })
    } catch (error) {
      if (!(error instanceof Refused) || error.code !== 'custom_field_exists') throw error
    }
  }
}
