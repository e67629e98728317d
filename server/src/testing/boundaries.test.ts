import assert from 'node:assert/strict'
import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'

/** Calls go down this list; everything else is an event (ARCHITECTURE.md section 2). */
const ranks = [
  ['identity', 'shops', 'audit'],
  ['members', 'staff', 'catalog', 'stock', 'codes', 'experiments', 'payments', 'printing', 'law-packs'],
  ['ledger', 'points', 'stored-value', 'passes', 'tiers', 'promotions', 'coupons', 'gift-cards', 'rewards'],
  ['cashier', 'appointments', 'feedback', 'incidents', 'community'],
  ['segments', 'messaging', 'journeys', 'retention', 'analytics', 'invoices', 'assistant'],
  ['imports', 'member-lifecycle', 'closing'],
]

/** The only calls between modules of one rank. */
const arrows = new Set([
  'audit → identity',
  'identity → shops', // an account works in stores
  'points → ledger',
  'stored-value → ledger',
  'passes → ledger',
  'coupons → ledger',
  'passes → stored-value',
  'passes → tiers', // a level opens things earlier, too
  'gift-cards → ledger',
  'gift-cards → stored-value', // money that comes in is paid as a top-up is
  'rewards → ledger',
  'rewards → coupons',
  'rewards → points', // what ends when, and what points are worth
  'rewards → stored-value',
  'rewards → passes', // what opens earlier to whom
  'rewards → tiers',
  'coupons → points',
  'tiers → points',
  'tiers → coupons', // gifts of a level are coupons
  'catalog → stock',
  'journeys → segments',
  'journeys → messaging',
  'retention → segments',
  'retention → messaging',
])

/** The platform's tables that modules work with themselves: to find, to schedule, to tell a timeline from the log. */
const platformTables = new Set([
  'platform.merchant',
  'platform.credential_lookup',
  'platform.due_work',
  'platform.rate_limit',
  'platform.event',
])

const modulesDir = path.resolve(import.meta.dirname, '../modules')
const modules = readdirSync(modulesDir)

type Source = { module: string; file: string; text: string }

const sources: Source[] = globSync('**/*.ts', { cwd: modulesDir })
  .filter((file) => !file.endsWith('.test.ts'))
  .map((file) => ({
    module: file.split(path.sep)[0]!,
    file,
    text: readFileSync(path.join(modulesDir, file), 'utf8'),
  }))

function rankOf(module: string): number {
  return ranks.findIndex((rank) => rank.includes(module))
}

function mayCall(caller: string, callee: string): boolean {
  return caller === callee || rankOf(callee) < rankOf(caller) || arrows.has(`${caller} → ${callee}`)
}

/** Comments tell of other modules' tables freely. */
function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)(\/\/|--).*$/gm, '$1')
}

/** Tables and views by their SQL names, from the generated types. */
function knownTables(): string[] {
  const types = readFileSync(path.resolve(import.meta.dirname, '../platform/schema.ts'), 'utf8')
  return [...types.matchAll(/^ {2}'([\w.]+)': \{$/gm)].map(([, table]) => snakeCase(table!))
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}

function camelCase(name: string): string {
  return name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())
}

test('every module has its rank', () => {
  assert.deepEqual(
    modules.filter((module) => rankOf(module) === -1),
    [],
  )
})

test('every module says in its README.md what it is', () => {
  assert.deepEqual(
    modules.filter((module) => !existsSync(path.join(modulesDir, module, 'README.md'))),
    [],
  )
})

test('modules call down the ranks, and inside a rank only along an arrow', () => {
  const wrong = sources.flatMap(({ module, file, text }) =>
    [...text.matchAll(/['"]#modules\/([\w-]+)\//g)]
      .map(([, callee]) => callee!)
      .filter((callee) => !mayCall(module, callee))
      .map((callee) => `${file} calls ${callee}`),
  )
  assert.deepEqual([...new Set(wrong)], [])
})

test('the platform and the shared words know no module', () => {
  const srcDir = path.dirname(modulesDir)
  const wrong = globSync('{platform,shared}/**/*.ts', { cwd: srcDir })
    .filter((file) => !file.endsWith('.test.ts'))
    .filter((file) => /['"]#modules\//.test(readFileSync(path.join(srcDir, file), 'utf8')))
  assert.deepEqual(wrong, [])
})

test('a module names only tables of its own schema, or views that their owner made for readers', () => {
  const tables = knownTables()
  assert.ok(tables.length > 10, 'server/src/platform/schema.ts lists the tables')
  const wrong = sources.flatMap(({ module, file, text }) => {
    const own = `${module.replaceAll('-', '_')}.`
    const code = withoutComments(text)
    return tables
      .filter(
        (table) => !table.startsWith(own) && !table.split('.')[1]!.startsWith('read_') && !platformTables.has(table),
      )
      .filter((table) => namesTable(code, table))
      .map((table) => `${file} names ${table}`)
  })
  assert.deepEqual(wrong, [])
})

/** In SQL after a word that takes a table, or as Kysely's first argument; not as a permission or an event's name. */
function namesTable(code: string, table: string): boolean {
  const inSql = new RegExp(
    `\\b(from|join|into|update|table|only|truncate|using)\\s+${table.replace('.', '\\.')}\\b`,
    'i',
  )
  const inKysely = new RegExp(
    `(From|Into|Table|Join|from|using)\\(\\s*\\[?['"\`]${camelCase(table).replace('.', '\\.')}\\b`,
  )
  return inSql.test(code) || inKysely.test(code)
}

test('modules take the time as a value: nobody reads the clock', () => {
  const wrong = sources.filter(({ text }) => /\bnew Date\(\s*\)|\bDate\.now\b/.test(withoutComments(text)))
  assert.deepEqual(
    wrong.map(({ file }) => file),
    [],
  )
})
