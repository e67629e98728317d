// Everything: `npm test`. Some files: `node scripts/test.ts FILE…`. On a PostgreSQL of yours: `--external` with DATABASE_URL,
// whose role may create databases and roles. Journeys over a slow line: `--slow-line`, or `--slow-line FILE…`. Properties and races
// for long: `--long --minutes 60 --seed 1`.
import path from 'node:path'
import { parseArgs } from 'node:util'
import { runFiles, runLong, runSlowLine, runSuite } from './lib/suite.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    external: { type: 'boolean', default: false },
    'slow-line': { type: 'boolean', default: false },
    long: { type: 'boolean', default: false },
    minutes: { type: 'string', default: '10' },
    seed: { type: 'string', default: '1' },
  },
})
// Hundreds of processes load the same thousand modules: each is compiled once.
process.env['NODE_COMPILE_CACHE'] ??= path.resolve(import.meta.dirname, '../node_modules/.cache/node-compile')
const serverUrl = values.external ? process.env['DATABASE_URL'] : undefined
if (values.external && !serverUrl) {
  console.error(
    '--external tests against the PostgreSQL that DATABASE_URL names; its role needs CREATEDB and CREATEROLE.',
  )
  process.exit(2)
}

async function runTests(): Promise<number> {
  if (values['slow-line']) return runSlowLine(positionals)
  if (values.long) return runLong({ minutes: Number(values.minutes), seed: Number(values.seed) })
  return positionals.length > 0 ? runFiles(positionals, serverUrl) : runSuite({ complete: true, serverUrl })
}

process.exitCode = await runTests()
