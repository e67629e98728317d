import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import pg from 'pg'
import { newId } from '#shared/ids.ts'
import { committed } from '#testing/work.ts'
import { sealAudit, verifyAudit } from './seal-audit.ts'

const sealNow = { settledSeconds: -1 }

/** Writes lines, each in a transaction of its own, as people do. */
async function write(merchantId: string, count: number): Promise<void> {
  for (let i = 0; i < count; i++)
    await committed(merchantId, async (work) =>
      work.audit({
        action: 'settings.edit',
        subject: { kind: 'store', id: newId() },
        changes: { name: ['旧', `新 ${i}`] },
      }),
    )
}

/** What somebody with the keys of the database, and not of the app, could do. */
async function asOwner(statement: string, values: unknown[]): Promise<void> {
  const client = new pg.Client({ connectionString: process.env.TEST_DATABASE_OWNER_URL! })
  await client.connect()
  try {
    await client.query(statement, values)
  } finally {
    await client.end()
  }
}

async function sealedLog() {
  const merchantId = newId()
  await write(merchantId, 3)
  await committed(merchantId, (work) => sealAudit(work, sealNow))
  await write(merchantId, 2)
  await committed(merchantId, (work) => sealAudit(work, sealNow))
  const ids = await committed(merchantId, (work) =>
    work.tx.selectFrom('audit.entry').select('id').where('merchantId', '=', merchantId).orderBy('recordedAt').execute(),
  )
  return { merchantId, ids: ids.map(({ id }) => id) }
}

test('a log that nobody touched is whole', async () => {
  const { merchantId } = await sealedLog()
  const verdict = await committed(merchantId, verifyAudit)
  assert.deepEqual(verdict, { ok: true, seals: 2, entries: 5, firstBroken: null })
})

test('a line is sealed once, and a fresh one waits', async () => {
  const { merchantId } = await sealedLog()
  assert.equal(await committed(merchantId, (work) => sealAudit(work, sealNow)), 0)
  await write(merchantId, 1)
  assert.equal(await committed(merchantId, (work) => sealAudit(work)), 0)
})

test('a line that was changed in the database is named', async () => {
  const { merchantId, ids } = await sealedLog()
  await asOwner(`update audit.entry set changes = '{"name": ["旧", "假"]}' where merchant_id = $1 and id = $2`, [
    merchantId,
    ids[1],
  ])
  const verdict = await committed(merchantId, verifyAudit)
  assert.deepEqual(verdict.firstBroken, { kind: 'changed', entryId: ids[1] })
})

test('a line that was removed is named', async () => {
  const { merchantId, ids } = await sealedLog()
  await asOwner('delete from audit.entry where merchant_id = $1 and id = $2', [merchantId, ids[3]])
  const verdict = await committed(merchantId, verifyAudit)
  assert.deepEqual(verdict.firstBroken, { kind: 'missing', entryId: ids[3] })
})

test('a seal that was made to fit, or taken out, breaks the chain', async () => {
  const made = await sealedLog()
  await asOwner(
    'update audit.seal set entry_ids = entry_ids[2:], entry_hashes = entry_hashes[2:] where merchant_id = $1 and seq = 1',
    [made.merchantId],
  )
  assert.deepEqual((await committed(made.merchantId, verifyAudit)).firstBroken, { kind: 'seal', seq: 1 })

  const cut = await sealedLog()
  await asOwner('delete from audit.seal where merchant_id = $1 and seq = 1', [cut.merchantId])
  assert.deepEqual((await committed(cut.merchantId, verifyAudit)).firstBroken, { kind: 'seal', seq: 2 })
})

test('the app itself can neither change nor remove a line', async () => {
  const { merchantId } = await sealedLog()
  const mine = `where merchant_id = '${merchantId}'`
  for (const statement of [
    `update audit.entry set reason = null ${mine}`,
    `delete from audit.entry ${mine}`,
    'truncate audit.entry',
  ])
    await assert.rejects(
      committed(merchantId, (work) => work.send(sql.raw(statement))),
      { code: '42501' },
    )
})
