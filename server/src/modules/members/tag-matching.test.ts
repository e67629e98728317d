import assert from 'node:assert/strict'
import { test } from 'node:test'
import { runDueWork } from '#platform/due-work.ts'
import type { Work } from '#platform/work.ts'
import { newId } from '#shared/ids.ts'
import { isRefusal } from '#shared/refusal.ts'
import { makeMember } from '#testing/make-member.ts'
import { makeShop } from '#testing/make-merchant.ts'
import { committed, inWork, testAt, testDatabase } from '#testing/work.ts'
import { archiveTag, defineTag } from './define-tags.ts'
import { enrolMembers } from './enrol-members.ts'
import { countFound } from './find-members.ts'
import { forgetMember } from './forget-member.ts'
import { membersPerTagPage, tagMatching, tagSweep } from './tag-matching.ts'
import { listTags } from './tag-queries.ts'
import { listTagRuns } from './tag-run-queries.ts'

const tag = async (work: Work, name: string) => (await defineTag(work, { id: newId(), name })).tagId
const counts = async (work: Work) => (await listTags(work)).map(({ name, members }) => `${name} ${members}`).join(', ')

test(
  'tags are put on and taken off everybody whom the list’s filters or its search let through, and one line of the audit log counts them',
  inWork(async (work) => {
    await makeShop(work)
    for (const name of ['王一', '王二', '李三']) await makeMember(work, { name })
    const [regular, quiet] = [await tag(work, '常客'), await tag(work, '安静')]
    const put = (filter: Parameters<typeof countFound>[1], addIds: string[], removeIds: string[] = []) =>
      tagMatching(work, { id: newId(), filter, addIds, removeIds })

    assert.deepEqual(await put({}, [regular]), { changed: 3, waiting: 0 })
    assert.deepEqual(await countFound(work, { search: '王' }), { members: 2, isMore: false })
    assert.deepEqual(await put({ search: '王' }, [quiet]), { changed: 2, waiting: 0 })
    assert.deepEqual(await put({ tagId: quiet }, [], [quiet, regular]), { changed: 2, waiting: 0 })
    assert.deepEqual(await put({ tagId: quiet }, [], [quiet]), { changed: 0, waiting: 0 })
    assert.equal(await counts(work), '安静 0, 常客 1')
    const lines = work.audits.filter(({ entry }) => entry.subject.kind === 'member_tag_run')
    assert.deepEqual(
      lines.map(({ entry }) => entry.changes),
      [
        { members: [null, 3], tags: [[], ['常客']] },
        { members: [null, 2], tags: [[], ['安静']] },
        { members: [null, 2], tags: [['常客', '安静'], []] },
      ],
    )
    await assert.rejects(put({}, [newId()]), { code: 'tag_not_found' })
    await assert.rejects(put({}, [quiet], [quiet]), { code: 'tag_added_and_removed' })
  }),
)

test('more than a thousand are changed piece by piece: whoever is gone and a tag that was deleted meanwhile are passed over', async () => {
  const merchantId = newId()
  const people = 2 * membersPerTagPage + 1
  const { members, kept, dropped } = await committed(merchantId, async (work) => {
    await makeShop(work)
    const rows = Array.from({ length: people }, (_, index) => ({
      ...{ id: newId(), name: `会员${index}`, source: 'import' as const },
    }))
    const outcomes = await enrolMembers(work, rows)
    assert.ok(!outcomes.some(isRefusal))
    return { members: rows.map(({ id }) => id), kept: await tag(work, '留下'), dropped: await tag(work, '删除') }
  })
  const run = { id: newId(), filter: {}, addIds: [kept, dropped], removeIds: [] }
  assert.deepEqual(await committed(merchantId, (work) => tagMatching(work, run)), { changed: 0, waiting: people })
  await committed(merchantId, (work) => tagSweep.run(work))
  const going = await committed(merchantId, (work) => listTagRuns(work, 1))
  assert.deepEqual([going[0]!.done, going[0]!.members, going[0]!.endedAt], [membersPerTagPage, people, null])

  // The last page is one member, who is gone by then: the run ends all the same.
  await committed(merchantId, async (work) => {
    await forgetMember(work, members.toSorted().at(-1)!)
    await archiveTag(work, { tagId: dropped })
    await makeMember(work, { name: '后来的' })
  })
  await runDueWork({ database: testDatabase(), sweeps: [tagSweep], at: testAt })
  const [over] = await committed(merchantId, (work) => listTagRuns(work, 1))
  assert.deepEqual([over!.done, over!.changed, over!.endedAt], [people, people - 1, testAt])
  assert.equal(await committed(merchantId, counts), `留下 ${people - 1}`)
})
