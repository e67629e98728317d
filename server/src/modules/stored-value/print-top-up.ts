import { memberAccounts } from '#modules/ledger/member-accounts.ts'
import { memberNames } from '#modules/members/member-names.ts'
import { survivorOf } from '#modules/members/survivor.ts'
import { print, type PrintTaken } from '#modules/printing/print.ts'
import { readSlipHead } from '#modules/printing/slip-head.ts'
import { sumCents } from '#shared/money.ts'
import { Refused } from '#shared/refusal.ts'
import type { Work } from '#platform/work.ts'
import { readTenders, readTopUp } from './top-up-queries.ts'
import { topUpSlip } from './top-up-slip-rules.ts'

/** Puts the paper of a top-up in the line of a printer. Refuses an unknown one, and what `print` refuses. */
export async function printTopUp(
  work: Work,
  { topUpId, jobId, printerId }: { topUpId: string; jobId: string; printerId?: string | undefined },
): Promise<PrintTaken> {
  const topUp = await readTopUp(work, topUpId)
  if (!topUp) throw new Refused('top_up_not_found')
  const holderId = await survivorOf(work, topUp.memberId)
  const [head, tenders, names, accounts] = await Promise.all([
    readSlipHead(work, topUp),
    readTenders(work, topUpId),
    memberNames(work, [holderId]),
    memberAccounts(work, holderId),
  ])
  const stored = accounts.filter(({ asset }) => asset === 'stored_principal' || asset === 'stored_bonus')
  const printed = {
    ...{ ...topUp, topUpNumber: topUp.number, tenders, memberName: names.get(holderId) ?? '' },
    storedCents: sumCents(stored.map(({ balanceUnits }) => balanceUnits)),
  }
  return print(work, {
    ...{ jobId, printerId, storeId: topUp.storeId, subject: { kind: 'top_up', id: topUpId } },
    compose: ({ isCopy }) => topUpSlip(printed, { ...head, isCopy }),
  })
}
