import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mergeMembers, quoteMerge } from '#modules/member-lifecycle/merge-members.ts'
import { newId } from '#shared/ids.ts'
import { makeItem } from '#testing/make-item.ts'
import { makeMember } from '#testing/make-member.ts'
import { makeShop } from '#testing/make-merchant.ts'
import { makeSale } from '#testing/make-sale.ts'
import { inWork } from '#testing/work.ts'
import { listMemberWorths } from './list-member-worths.ts'
import { showMemberWorth } from './show-member-worth.ts'

test(
  'a member who never bought anything is worth nothing yet, and has no rhythm',
  inWork(async (work) => {
    const { id } = await makeMember(work)
    assert.deepEqual(await showMemberWorth(work, id), {
      spentCents: 0,
      yearCents: 0,
      saleCount: 0,
      visitCount: 0,
      firstDay: null,
      lastDay: null,
      lastAt: null,
      usualGapDays: null,
    })
  }),
)

test(
  'sales of a record that was merged count for the member, with the rhythm of all visits',
  inWork(async (work) => {
    const { storeId } = await makeShop(work)
    const { id: itemId } = await makeItem(work)
    const [kept, gone] = [await makeMember(work), await makeMember(work)]
    const buy = (day: string, memberId: string) =>
      makeSale(work.as(work.actor, new Date(`${day}T05:00:00Z`)), { storeId, memberId, items: [[itemId, 1]] })
    await buy('2026-01-04', kept.id)
    await buy('2026-01-11', gone.id)
    await buy('2026-01-18', kept.id)
    const pair = { survivorId: kept.id, absorbedId: gone.id }
    await mergeMembers(work, { id: newId(), ...pair, fingerprint: (await quoteMerge(work, pair)).fingerprint })

    const worth = await showMemberWorth(work, kept.id)
    assert.deepEqual(
      [worth.spentCents, worth.visitCount, worth.firstDay, worth.lastDay, worth.usualGapDays],
      [30_000, 3, '2026-01-04', '2026-01-18', 7],
    )

    // A page of the list says the same of each, whoever is asked for first.
    const idle = await makeMember(work)
    const { items } = await listMemberWorths(work, [idle.id, kept.id])
    assert.deepEqual(items, [
      { memberId: idle.id, yearCents: 0, visitCount: 0, lastDay: null },
      { memberId: kept.id, yearCents: worth.yearCents, visitCount: 3, lastDay: '2026-01-18' },
    ])
  }),
)
