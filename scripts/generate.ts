// Writes the generated files (table types, OpenAPI, API client). `--check` only tells what is stale.
import { parseArgs } from 'node:util'
import { findStale, writeGenerated } from './lib/generated.ts'
import { startThrowAwayDatabase } from './lib/test-database.ts'

const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } })

const given = process.env['TEST_DATABASE_OWNER_URL']
const database = given ? null : await startThrowAwayDatabase()
const ownerUrl = given ?? database!.ownerUrl
try {
  const found = values.check ? await findStale(ownerUrl) : await writeGenerated(ownerUrl)
  for (const line of found) console.log(line)
  if (values.check && found.length > 0) process.exitCode = 1
} finally {
  await database?.stop()
}
