import { sql } from 'kysely'
import type { Lot } from '#modules/ledger/ledger-rules.ts'
import { openAccountsAfter } from '#modules/ledger/open-accounts.ts'
import { retermLots } from '#modules/ledger/reterm-lots.ts'
import { homeZone } from '#modules/shops/next-morning.ts'
import type { DueSweep } from '#platform/due-work.ts'
import type { Work } from '#platform/work.ts'
import { localDay } from '#shared/business-day.ts'
import { noticeSweepKind, type PublishedEnding, readEndings } from './expiry-policy.ts'
import { retermed } from './expiry-rules.ts'
import { refreshEndings } from './forecast-refresh.ts'

const toldPerRound = 2_000
const appliedPerRound = 300

type Version = PublishedEnding & { at: Date }

/**
 * Tells every member who holds points given before a version that is for them too, each once, with an event on the member's line;
 * and gives those points their new end once the member's days of notice are over. A version published later withdraws what is not begun.
 */
export const expiryNoticeSweep: DueSweep = {
  kind: noticeSweepKind,
  async run(work) {
    const [latest] = await readEndings(work)
    if (latest?.reach !== 'all') return null
    if ((await tellMembers(work, latest)) > 0) return work.at
    if ((await applyToTold(work, latest)) > 0) return work.at
    return readNextApplication(work, latest.version)
  },
}

async function tellMembers(work: Work, { version, at, noticeDays }: Version): Promise<number> {
  const [last] = await work.send<{ accountId: string | null }>(sql`
    select account_id from points.expiry_notice
     where merchant_id = ${work.merchantId} and version = ${version} order by account_id desc limit 1`)
  const after = last?.accountId ?? null
  const holders = await openAccountsAfter(work, { asset: 'points', after, limit: toldPerRound, earnedBefore: at })
  if (holders.length === 0) return 0
  const appliesAt = new Date(work.at.getTime() + noticeDays * 86_400_000)
  await work.send(sql`
    insert into points.expiry_notice (merchant_id, version, account_id, member_id, told_at, applies_at)
    select ${work.merchantId}, ${version}, v.account_id, v.member_id, ${work.at}, ${appliesAt}
      from unnest(${holders.map(({ accountId }) => accountId)}::uuid[], ${holders.map(({ memberId }) => memberId)}::uuid[])
             as v(account_id, member_id)
    on conflict do nothing`)
  for (const { memberId } of holders) {
    const data = { version, appliesAt: appliesAt.toISOString(), noticeDays }
    work.emit({ type: 'points.expiry_rule_announced', subject: { kind: 'member', id: memberId }, data })
  }
  return holders.length
}

async function applyToTold(work: Work, rule: Version): Promise<number> {
  const due = await work.send<{ accountId: string; memberId: string; appliesAt: Date }>(sql`
    select account_id, member_id, applies_at from points.expiry_notice
     where merchant_id = ${work.merchantId} and version = ${rule.version} and applied_at is null and applies_at <= ${work.at}
     order by applies_at limit ${appliedPerRound}`)
  if (due.length === 0) return 0
  const promised = new Map(due.map(({ memberId, appliesAt }) => [memberId, appliesAt]))
  const home = await homeZone(work)
  const zoneOf = (lot: Lot) => lot.expiry?.zone ?? home
  await retermLots(
    work,
    due.map(({ memberId }) => ({ ownerKind: 'member', ownerId: memberId, asset: 'points' })),
    { kind: 'expiry_rule', id: rule.id },
    (lot, { ownerId }) => {
      if (lot.earnedAt >= rule.at) return undefined
      const zone = zoneOf(lot)
      return retermed(rule, lot.earnedAt, zone, localDay(promised.get(ownerId)!, zone))
    },
  )
  const accountIds = due.map(({ accountId }) => accountId)
  await work.send(sql`
    update points.expiry_notice n set applied_at = ${work.at} from unnest(${accountIds}::uuid[]) as v(id)
     where n.merchant_id = ${work.merchantId} and n.version = ${rule.version} and n.account_id = v.id`)
  await refreshEndings(work, accountIds)
  return due.length
}

async function readNextApplication({ send, merchantId }: Work, version: number): Promise<Date | null> {
  const [row] = await send<{ nextAt: Date | null }>(sql`
    select min(applies_at) as next_at from points.expiry_notice
     where merchant_id = ${merchantId} and version = ${version} and applied_at is null`)
  return row?.nextAt ?? null
}

/** How many members were told of a version, and for how many it began. */
export async function readNotices({ send, merchantId }: Work, version: number) {
  const [row] = await send<{ told: number; applied: number; lastAppliesAt: Date | null }>(sql`
    select count(*)::integer as told, count(applied_at)::integer as applied, max(applies_at) as last_applies_at
      from points.expiry_notice where merchant_id = ${merchantId} and version = ${version}`)
  return row!
}
