// Everything: `npm test`. Some files: `node scripts/test.ts FILE…`. On a PostgreSQL of yours: `--external` with DATABASE_URL,
// whose role may create databases and roles.
import { parseArgs } from 'node:util'
import { runFiles, runSuite } from './lib/suite.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { external: { type: 'boolean', default: false } },
})
const serverUrl = values.external ? process.env['DATABASE_URL'] : undefined
if (values.external && !serverUrl) {
  console.error(
    '--external tests against the PostgreSQL that DATABASE_URL names: set it, and give its role CREATEDB and CREATEROLE.',
  )
  process.exit(2)
}
process.exitCode =
  positionals.length > 0 ? await runFiles(positionals, serverUrl) : await runSuite({ complete: true, serverUrl })
