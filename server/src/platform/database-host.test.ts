import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testDatabase } from '#testing/work.ts'
import { checkAppLogin } from './database-host.ts'
import { openDatabase } from './db.ts'

const ownerUrl = process.env.TEST_DATABASE_OWNER_URL!

test('the app’s own login is bound by row level security', async () => {
  await checkAppLogin(testDatabase())
})

test('the owner of the tables is refused as the app’s login, and welcome when it switches to the app’s role', async () => {
  const asOwner = openDatabase({ url: ownerUrl, poolSize: 1 })
  await assert.rejects(checkAppLogin(asOwner), /row level security does not bind/)
  await asOwner.close()

  const switching = openDatabase({ url: ownerUrl, poolSize: 1, assumeRole: 'regulars_app' })
  await checkAppLogin(switching)
  await switching.close()
})
