import assert from 'node:assert/strict'
import { test } from 'node:test'
import { copyAsPage } from './copy-page-rules.ts'

const copy = (member: object) => ({ merchant: '小店', exportedAt: new Date('2026-03-01T06:00:00Z'), member, value: [] })

test('the page shows every value of the copy', () => {
  const page = copyAsPage({
    ...copy({ profile: { name: '王小明', birthday: { month: 8 } }, notes: [{ body: '靠窗' }], customFields: [] }),
    leavings: [{ reason: '搬家', note: '有分店再来' }],
  })
  for (const text of ['王小明', 'month: 8', '靠窗', '小店', '退卡申请', '有分店再来'])
    assert.ok(page.includes(text), text)
})

test('nothing in a name, a note or a field’s label runs on the page', () => {
  const evil = `<script>alert(1)</script>"'&`
  const page = copyAsPage(
    copy({ profile: { name: evil, [evil]: evil }, notes: [{ body: evil }], mergedRecords: [evil] }),
  )
  assert.ok(!page.includes('<script') && !page.includes('alert(1)</'))
})
