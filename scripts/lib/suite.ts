import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { findStale } from './generated.ts'
import { findLocaleProblems } from './locales.ts'
import { findUnlocked } from './lock-file.ts'
import { findTests, nodeTestStep } from './node-tests.ts'
import { findWordlessEvents } from './recorded-events.ts'
import { findStatementsWithoutMerchant } from './recorded-statements.ts'
import { checkStep, type Outcome, programStep, report, root, runSteps, type Step } from './steps.ts'
import { findUnstyled } from './style-sheets.ts'
import { createMigratedDatabase, startThrowAwayDatabase, type TestDatabase } from './test-database.ts'

export type SuiteOptions = {
  /** Browser tests and races: minutes, so `npm run check` leaves them out. */
  complete: boolean
  /** A PostgreSQL to test against in place of the embedded one. */
  serverUrl?: string | undefined
}

const TEST_FILES = '{server,web,scripts,e2e}/**/*.test.ts'

/** Everything that decides whether a change may land. Prints `N passed, N failed` last and returns the exit code. */
export async function runSuite({ complete, serverUrl }: SuiteOptions): Promise<number> {
  const statics = await runSteps([
    programStep('types: server', 'tsc', ['-p', 'tsconfig.json']),
    programStep('types: web', 'tsc', ['-p', 'web/tsconfig.json']),
    programStep('lint', 'oxlint', ['--deny-warnings']),
    programStep('format', 'oxfmt', ['--check']),
    programStep('unused code', 'knip', []),
    checkStep('lock file', async () => findUnlocked()),
    checkStep('sentences', findLocaleProblems),
    checkStep('style sheets', findUnstyled),
  ])
  const onDatabase = await withDatabase(serverUrl, async (database, statementsDir) =>
    runSteps([
      checkStep('generated files', () => findStale(database.ownerUrl)),
      nodeTestStep('tests', {
        files: await findTests(TEST_FILES),
        concurrency: 3,
        timeoutMs: 300_000,
        filesTogether: 10,
      }),
      ...(complete ? await slowSteps() : []),
      checkStep('merchant in each statement', () => findStatementsWithoutMerchant(statementsDir, database.appUrl)),
      checkStep('events in words', () => findWordlessEvents(database.ownerUrl)),
    ]),
  )
  return report({
    passed: statics.passed + onDatabase.passed,
    failures: [...statics.failures, ...onDatabase.failures],
  })
}

/** Races come after all else: their rounds want whole cores. A browser waits for its app as often as the app for its browser. */
async function slowSteps(): Promise<Step[]> {
  return [
    programStep('console', path.join(root, 'scripts/build-web.ts'), []),
    nodeTestStep('races', { files: await findTests(TEST_FILES, { races: true }), concurrency: 2, timeoutMs: 300_000 }),
    nodeTestStep('browser', {
      files: await findTests('e2e/*.e2e.ts'),
      concurrency: 3,
      timeoutMs: 900_000,
      filesTogether: 3,
    }),
  ]
}

/** Some test files, told test by test, on the database of `TEST_DATABASE_URL` or a throw-away one. */
export async function runFiles(files: string[], serverUrl?: string): Promise<number> {
  return withDatabase(serverUrl, async (database, statementsDir) =>
    report(
      await runSteps([
        nodeTestStep('tests', {
          files: files.map((file) => path.resolve(file)),
          concurrency: 2,
          timeoutMs: 300_000,
          verbose: true,
        }),
        checkStep('merchant in each statement', () => findStatementsWithoutMerchant(statementsDir, database.appUrl)),
      ]),
    ),
  )
}

/**
 * Journeys whose server answers late and out of turn: all of them in some 25 minutes, or those of `files`.
 *
 * Never needed to land: it looks for screens, and for journeys, that go on before their answer came.
 */
export async function runSlowLine(files: string[]): Promise<number> {
  process.env['SLOW_LINE'] = '1'
  return runFiles(files.length > 0 ? files : await findTests('e2e/*.e2e.ts'))
}

/**
 * Properties and races again and again for `minutes`, each round with cases of its own drawn from `seed` on.
 *
 * Never needed to land: it looks for what a few thousand cases do not show.
 */
export async function runLong({ minutes, seed }: { minutes: number; seed: number }): Promise<number> {
  const tests = [...(await findTests(TEST_FILES)), ...(await findTests(TEST_FILES, { races: true }))]
  const files = tests.filter((file) => /from 'fast-check'|\.race\.test\.ts/.test(file + readFileSync(file, 'utf8')))
  const preload = path.join(import.meta.dirname, 'seed-properties.ts')
  return withDatabase(undefined, async () => {
    const total: Outcome = { passed: 0, failures: [] }
    const endsAt = performance.now() + minutes * 60_000
    for (let round = seed; performance.now() < endsAt && total.failures.length === 0; round += 1) {
      process.env['TEST_SEED'] = String(round)
      const step = nodeTestStep(`seed ${round}`, { files, concurrency: 2, timeoutMs: 1_800_000, preload })
      const { passed, failures } = await runSteps([step])
      total.passed += passed
      total.failures.push(...failures)
    }
    return report(total)
  })
}

async function withDatabase<T>(
  serverUrl: string | undefined,
  body: (database: TestDatabase, statementsDir: string) => Promise<T>,
): Promise<T> {
  const database = givenDatabase() ?? (await (serverUrl ? createMigratedDatabase(serverUrl) : startThrowAwayDatabase()))
  const statementsDir = await mkdtemp(path.join(tmpdir(), 'regulars-statements-'))
  const cleanUp = async () => {
    await rm(statementsDir, { recursive: true, force: true })
    await database.stop()
  }
  const onSignal = () => void cleanUp().finally(() => process.exit(130))
  process.once('SIGINT', onSignal).once('SIGTERM', onSignal).once('SIGHUP', onSignal)
  process.stdout.on('error', onSignal) // `node scripts/test.ts … | head`
  // Test processes inherit them.
  process.env['TEST_DATABASE_URL'] = database.appUrl
  process.env['TEST_DATABASE_OWNER_URL'] = database.ownerUrl
  if (database.template) process.env['TEST_DATABASE_TEMPLATE'] = database.template
  process.env['TEST_STATEMENTS_DIR'] = statementsDir
  try {
    return await body(database, statementsDir)
  } finally {
    await cleanUp()
  }
}

/** The database of `node scripts/dev-db.ts`: migrated already, and not ours to stop. */
function givenDatabase(): TestDatabase | undefined {
  const { TEST_DATABASE_URL: appUrl, TEST_DATABASE_OWNER_URL: ownerUrl } = process.env
  return appUrl && ownerUrl ? { appUrl, ownerUrl, stop: async () => {} } : undefined
}
