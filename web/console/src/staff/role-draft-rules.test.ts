import assert from 'node:assert/strict'
import { test } from 'node:test'
import { changedRoles, permissionsOf, toggled } from './role-draft-rules.ts'

const roles = [
  { id: 'a', permissions: ['sale.sell'] },
  { id: 'b', permissions: [] },
]

test('a tick changes one role, and counts', () => {
  const drafts = toggled(toggled(new Map(), roles[0]!, 'sale.refund'), roles[0]!, 'sale.sell')
  assert.deepEqual([...permissionsOf(roles[0]!, drafts)], ['sale.refund'])
  assert.deepEqual(changedRoles(roles, drafts), [{ roleId: 'a', permissions: ['sale.refund'], changes: 2 }])
})

test('ticked and unticked again is no change', () => {
  const drafts = toggled(toggled(new Map(), roles[1]!, 'sale.sell'), roles[1]!, 'sale.sell')
  assert.deepEqual(changedRoles(roles, drafts), [])
})
