import { tillNames } from '#modules/identity/till-names.ts'
import { userNames } from '#modules/identity/user-names.ts'
import { memberNames } from '#modules/members/member-names.ts'
import type { Work } from '#platform/work.ts'

type Traded = { memberId: string | null; cashierId: string | null; deviceId: string | null }

/** What a list of sales or refunds calls whom: the member, who stood at the till, the till. Three reads for all of the rows. */
export async function tradeNames(
  work: Work,
  rows: readonly Traded[],
): Promise<(row: Traded) => { memberName: string | null; cashierName: string | null; tillName: string | null }> {
  const [members, users, tills] = await Promise.all([
    memberNames(
      work,
      rows.map(({ memberId }) => memberId),
    ),
    userNames(
      work,
      rows.flatMap(({ cashierId }) => cashierId ?? []),
    ),
    tillNames(
      work,
      rows.flatMap(({ deviceId }) => deviceId ?? []),
    ),
  ])
  return ({ memberId, cashierId, deviceId }) => ({
    memberName: (memberId && members.get(memberId)) ?? null,
    cashierName: (cashierId && users.get(cashierId)) ?? null,
    tillName: (deviceId && tills.get(deviceId)) ?? null,
  })
}
