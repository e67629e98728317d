import { sql } from 'kysely'
import { snakeRows } from '#platform/snake-rows.ts'
import type { Work } from '#platform/work.ts'
import type { OpenShift, ShiftPolicy, Till } from './shift-rules.ts'

/** Locks the open shifts of tills in a shared way, by id. The closer's lock is the one that it excludes. */
export function shareOpenShifts(work: Work, tills: readonly Till[]): Promise<OpenShift[]> {
  return work.send<OpenShift>(sql`
    select s.id, s.store_id, s.device_id, s.business_day
      from jsonb_to_recordset(${JSON.stringify(snakeRows(tills))}::jsonb) as t(store_id uuid, device_id uuid)
      join cashier.shift s on s.merchant_id = ${work.merchantId} and s.device_id = t.device_id and s.store_id = t.store_id
     where s.closed_at is null
     order by s.id
       for key share of s`)
}

/** The rules of stores that have set some, by store. */
export async function readPolicies(work: Work, storeIds: readonly string[]): Promise<Map<string, ShiftPolicy>> {
  const rows = await work.send<ShiftPolicy & { storeId: string }>(sql`
    select store_id, is_shift_required, is_count_blind, note_above_cents, approval_above_cents
      from cashier.shift_policy
     where merchant_id = ${work.merchantId} and store_id = any(${[...storeIds]}::uuid[])`)
  return new Map(rows.map(({ storeId, ...policy }) => [storeId, policy]))
}

/** A shift as it stands. */
export type ShiftRow = {
  id: string
  storeId: string
  deviceId: string
  businessDay: string
  openedAt: Date
  cashierId: string
  openingCents: number
  openingExpectedCents: number | null
  openingNote: string | null
  handedFrom: string | null
  closedAt: Date | null
  closedBy: string | null
  closeKind: 'counted' | 'handed_over' | 'rescued' | null
  leftCents: number | null
  handedTo: string | null
  dayCloseId: string | null
}

const shiftColumns = sql`s.id, s.store_id, s.device_id, s.business_day, s.opened_at, s.cashier_id, s.opening_cents,
  s.opening_expected_cents, s.opening_note, s.handed_from, s.closed_at, s.closed_by, s.close_kind, s.left_cents, s.handed_to,
  s.day_close_id`

/**
 * One shift. `'whole'` keeps money out until the commit: what is summed then cannot change; `'share'` only keeps it from
 * closing. Whoever waited reads again: the columns are those after the wait.
 */
export async function readShift(
  work: Work,
  shiftId: string,
  lock: 'none' | 'share' | 'whole' = 'none',
): Promise<ShiftRow | undefined> {
  const locking = { none: sql``, share: sql`for key share`, whole: sql`for update` }[lock]
  const [shift] = await work.send<ShiftRow>(sql`
    select ${shiftColumns} from cashier.shift s where s.merchant_id = ${work.merchantId} and s.id = ${shiftId} ${locking}`)
  return shift
}

/** The latest shift of a till, open or not. */
export async function readLastShift(work: Work, { storeId, deviceId }: Till): Promise<ShiftRow | undefined> {
  const [shift] = await work.send<ShiftRow>(sql`
    select ${shiftColumns} from cashier.shift s
     where s.merchant_id = ${work.merchantId} and s.device_id = ${deviceId} and s.store_id = ${storeId}
     order by s.closed_at is not null, s.opened_at desc, s.id desc limit 1`)
  return shift
}

/** False when another shift of the till is open. */
export async function insertShift(
  work: Work,
  shift: Pick<
    ShiftRow,
    | 'id'
    | 'storeId'
    | 'deviceId'
    | 'businessDay'
    | 'cashierId'
    | 'openingCents'
    | 'openingExpectedCents'
    | 'openingNote'
    | 'handedFrom'
  >,
): Promise<boolean> {
  const added = await work.send(sql`
    insert into cashier.shift (merchant_id, id, store_id, device_id, business_day, opened_at, cashier_id, opening_cents,
           opening_expected_cents, opening_note, handed_from)
    values (${work.merchantId}, ${shift.id}, ${shift.storeId}, ${shift.deviceId}, ${shift.businessDay}, ${work.at},
           ${shift.cashierId}, ${shift.openingCents}, ${shift.openingExpectedCents}, ${shift.openingNote}, ${shift.handedFrom})
    on conflict do nothing returning id`)
  return added.length === 1
}

/** Ends a shift, not before it began: a clock that was set back meanwhile makes no shift of less than no time. */
export async function endShift(
  work: Work,
  shiftId: string,
  end: Pick<ShiftRow, 'closedBy' | 'closeKind' | 'leftCents' | 'handedTo'>,
): Promise<void> {
  await work.send(sql`
    update cashier.shift
       set closed_at = greatest(opened_at, ${work.at}), closed_by = ${end.closedBy}, close_kind = ${end.closeKind}, left_cents = ${end.leftCents},
           handed_to = ${end.handedTo}
     where merchant_id = ${work.merchantId} and id = ${shiftId}`)
}

export async function savePolicy(work: Work, storeId: string, policy: ShiftPolicy): Promise<void> {
  await work.send(sql`
    insert into cashier.shift_policy (merchant_id, store_id, is_shift_required, is_count_blind, note_above_cents,
           approval_above_cents)
    values (${work.merchantId}, ${storeId}, ${policy.isShiftRequired}, ${policy.isCountBlind}, ${policy.noteAboveCents},
           ${policy.approvalAboveCents})
    on conflict (merchant_id, store_id) do update
       set is_shift_required = excluded.is_shift_required, is_count_blind = excluded.is_count_blind,
           note_above_cents = excluded.note_above_cents, approval_above_cents = excluded.approval_above_cents,
           version = cashier.shift_policy.version + 1`)
}
