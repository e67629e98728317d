import { extendLots } from '#modules/ledger/extend-lots.ts'
import { lockLedger } from '#modules/ledger/post-ledger.ts'
import type { Source } from '#modules/ledger/ledger-rules.ts'
import type { Work } from '#platform/work.ts'
import { addDays, type Day } from '#shared/business-day.ts'
import { accountsOf, expiryOf, laterOf } from './held-passes.ts'
import { lockPasses, readFollowerIds, updatePasses } from './pass-queries.ts'
import type { Pass } from './pass-rules.ts'
import { moveCharge } from './renewal-queries.ts'

/**
 * Writes a pass whose days changed, and moves the expiry of its units with it: the only way in which a pass ends on another day.
 * Renewals of it that have not begun move by as many days, and so does a charge that is to come. The pass is locked.
 */
export async function writeDays(work: Work, before: Pass, after: Pass, today: Day, source: Source): Promise<void> {
  const isMoved = before.endsDay !== after.endsDay
  const movedDays =
    before.endsDay && after.endsDay
      ? Math.round((Date.parse(after.endsDay) - Date.parse(before.endsDay)) / 86_400_000)
      : 0
  const followers = movedDays === 0 ? [] : await lockPasses(work, await readFollowerIds(work, before.id, today))
  const shifted = followers.map((pass) => ({
    ...pass,
    startsDay: pass.startsDay && addDays(pass.startsDay, movedDays),
    endsDay: pass.endsDay && addDays(pass.endsDay, movedDays),
  }))
  const touched = { ...after, lastAt: laterOf(before.lastAt, work.at) }
  work.leave(updatePasses(work, [touched, ...shifted]))
  for (const pass of isMoved ? [after, ...shifted] : []) await moveLots(work, pass, source)
  if (movedDays !== 0) {
    for (const { id } of [after, ...shifted]) await moveCharge(work, id, movedDays)
  }
}

async function moveLots(work: Work, pass: Pass, source: Source): Promise<void> {
  const accounts = accountsOf(pass)
  const ledger = await lockLedger(work, accounts)
  const expiry = expiryOf(pass.endsDay, pass.zone)
  const extensions = [...ledger.lots.values()]
    .filter((lot) => lot.remainingUnits > 0)
    .map((lot) => {
      const { asset } = ledger.accounts.get(lot.accountId)!
      return { account: { ownerKind: 'pass' as const, ownerId: pass.id, asset }, lotId: lot.id, expiry, source }
    })
  if (extensions.length > 0) await extendLots(work, extensions)
}
