import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mergeMembers, quoteMerge, undoMerge } from '#modules/member-lifecycle/merge-members.ts'
import type { Work } from '#platform/work.ts'
import { newId } from '#shared/ids.ts'
import { makeMember } from '#testing/make-member.ts'
import { makeShop } from '#testing/make-merchant.ts'
import { inWork } from '#testing/work.ts'
import { archiveTag, defineTag, renameTag } from './define-tags.ts'
import { findMembers } from './find-members.ts'
import { forgetMember } from './forget-member.ts'
import { memberView } from './member-view.ts'
import { readMemberRecord } from './read-member-record.ts'
import { tagMembers } from './tag-members.ts'
import { listTags, readMemberTags } from './tag-queries.ts'

const tag = async (work: Work, name: string) => (await defineTag(work, { id: newId(), name })).tagId
const give = (work: Work, memberIds: string[], addIds: string[], removeIds: string[] = []) =>
  tagMembers(work, { id: newId(), memberIds, addIds, removeIds })
const found = async (work: Work, tagId: string) =>
  (await findMembers(work, { tagId })).rows.map(({ name }) => name).toSorted()

test(
  'tags are put on many members at once and taken off again; who has one is found, and only what changed is told',
  inWork(async (work) => {
    await makeShop(work)
    const ids: string[] = []
    for (const name of ['甲', '乙', '丙']) ids.push((await makeMember(work, { name })).id)
    const [spicy, window] = [await tag(work, '怕辣'), await tag(work, '靠窗')]
    assert.equal((await give(work, ids.slice(0, 2), [spicy])).changed, 2)
    const before = work.emitted.length
    assert.equal((await give(work, ids, [spicy, window])).changed, 3)
    assert.equal((await give(work, ids, [spicy, window])).changed, 0)
    assert.deepEqual(work.emitted.slice(before), ['member.tagged', 'member.tagged', 'member.tagged'])
    assert.equal((await give(work, [ids[0]!], [], [spicy])).changed, 1)

    assert.deepEqual(await found(work, spicy), ['丙', '乙'])
    assert.deepEqual((await memberView(work, ids[2]!)).tagIds, [spicy, window])
    assert.deepEqual(
      (await listTags(work)).map(({ name, members }) => [name, members]),
      [
        ['怕辣', 2],
        ['靠窗', 3],
      ],
    )
    assert.deepEqual((await readMemberRecord(work, ids[0]!)).tags, ['靠窗'])
    const told = work.audits.filter(({ entry }) => entry.action === 'members.edit' && entry.subject.kind === 'member')
    assert.equal(told.length, 6)
    assert.ok(!JSON.stringify(told).includes('怕辣'), 'what a member has is sealed in the audit log')
  }),
)

test(
  'a tag has one name that no other has, large or small; deleted, it is on nobody, and its name is free again',
  inWork(async (work) => {
    await makeShop(work)
    const { id } = await makeMember(work)
    const vip = await tag(work, ' VIP ')
    await assert.rejects(tag(work, 'vip'), { code: 'tag_exists' })
    await assert.rejects(tag(work, '  '), { code: 'invalid_tag' })
    const other = await tag(work, '老客')
    await assert.rejects(renameTag(work, { tagId: other, name: 'Vip' }), { code: 'tag_exists' })
    await renameTag(work, { tagId: vip, name: 'Vip' })
    await give(work, [id], [vip, other])
    await archiveTag(work, { tagId: vip })
    assert.deepEqual((await memberView(work, id)).tagIds, [other])
    assert.deepEqual(await found(work, vip), [])
    await assert.rejects(give(work, [id], [vip]), { code: 'tag_not_found' })
    await assert.rejects(give(work, [id], [other], [other]), { code: 'tag_added_and_removed' })
    await tag(work, 'vip')
  }),
)

test(
  'a merge brings the tags along and its undo takes them back; whoever is gone is passed over, alone refused; erased, nothing is left',
  inWork(async (work) => {
    await makeShop(work)
    const [kept, other] = [(await makeMember(work)).id, (await makeMember(work)).id]
    const [a, b] = [await tag(work, '甲'), await tag(work, '乙')]
    await give(work, [kept], [a])
    await give(work, [other], [a, b])
    const pair = { survivorId: kept, absorbedId: other }
    const mergeId = newId()
    await mergeMembers(work, { id: mergeId, ...pair, fingerprint: (await quoteMerge(work, pair)).fingerprint })
    const namesOf = async (memberId: string) =>
      (await readMemberTags(work, [memberId])).map(({ name }) => name).join('')
    assert.equal((await namesOf(kept)).length, 2)
    assert.deepEqual(await give(work, [kept, other], [], [a]), { changed: 1, skippedIds: [other] })
    await assert.rejects(give(work, [other], [b]), { code: 'member_merged' })
    await give(work, [kept], [a])
    await undoMerge(work, { mergeId })
    assert.deepEqual([await namesOf(kept), (await namesOf(other)).length], ['甲', 2])
    await forgetMember(work, other)
    assert.equal(await namesOf(other), '')
  }),
)
