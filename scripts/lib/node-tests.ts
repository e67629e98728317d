import { glob } from 'node:fs/promises'
import path from 'node:path'
import { run } from 'node:test'
import { inspect } from 'node:util'
import { type Failure, type Outcome, root, type Step } from './steps.ts'

/** Test files below `folder`, sorted. Races (`*.race.test.ts`) belong to the long suite and are kept apart. */
export async function findTests(pattern: string, { races = false } = {}): Promise<string[]> {
  const files: string[] = []
  for await (const file of glob(pattern, { cwd: root, exclude: (name) => name === 'node_modules' })) {
    if (file.endsWith('.race.test.ts') === races) files.push(path.join(root, file))
  }
  return files.sort()
}

export type NodeTestOptions = {
  files: string[]
  /** How many files run at once. */
  concurrency: number
  /** A test that takes longer hangs. */
  timeoutMs: number
  /** Tell of every test as it ends, for somebody who runs one file. */
  verbose?: boolean
  /** A module that each test process loads first. */
  preload?: string
}

export function nodeTestStep(name: string, options: NodeTestOptions): Step {
  return { name, run: () => runNodeTests(options) }
}

/** Runs test files in processes of their own and counts their cases. A file that fails outside its tests counts as one. */
function runNodeTests({ files, concurrency, timeoutMs, verbose, preload }: NodeTestOptions): Promise<Outcome> {
  if (files.length === 0) return Promise.resolve({ passed: 0, failures: [] })
  let passed = 0
  const failures: Failure[] = []
  const printed = new Map<string, string[]>()
  const keep = ({ file, message }: { file?: string; message: string }) => {
    if (file) printed.set(file, [...(printed.get(file) ?? []), message])
    if (verbose) process.stdout.write(message)
  }
  const execArgv = preload ? ['--import', preload] : []
  const tests = run({ files, concurrency, timeout: timeoutMs, cwd: root, execArgv })
  tests.on('test:stdout', keep)
  tests.on('test:stderr', keep)
  tests.on('test:pass', (test) => {
    if (test.details.type === 'suite' || test.skip || test.todo) return
    passed += 1
    if (verbose) console.log(`✓ ${test.name} (${Math.round(test.details.duration_ms)} ms)`)
  })
  tests.on('test:fail', (test) => {
    if (test.todo || isOnlyFailedByItsParts(test.details.error)) return
    failures.push({ title: titleOf(test), text: textOf(test.details.error) })
    if (verbose) console.log(`✗ ${test.name}`)
  })
  return new Promise((resolve, reject) => {
    tests.once('error', reject)
    tests.once('end', () => resolve({ passed, failures: failures.map((failure) => withOutput(failure, printed)) }))
    tests.resume()
  })
}

type TestError = Error & { failureType?: string; exitCode?: number; cause?: unknown }

function isOnlyFailedByItsParts(error: TestError): boolean {
  return error.failureType === 'subtestsFailed'
}

function titleOf({ name, file, line }: { name: string; file?: string; line?: number }): string {
  const place = file ? path.relative(root, file) : ''
  return path.resolve(root, name) === file ? place : `${name} (${place}:${line ?? 1})`
}

function textOf(error: TestError): string {
  const cause = error.cause ?? error
  if (typeof cause === 'string') return cause
  // Its message holds the difference already; inspected, it would tell all of both sides once more.
  if (cause instanceof Error && cause.name === 'AssertionError') return cause.stack ?? cause.message
  return inspect(cause, { depth: 6 })
}

/** What the file of a failed test printed: an unhandled rejection says there what went wrong. */
function withOutput(failure: Failure, printed: Map<string, string[]>): Failure {
  for (const [file, lines] of printed) {
    if (failure.title.includes(path.relative(root, file))) {
      return { ...failure, text: `${failure.text}\n--- output of the file\n${lines.join('').slice(-4_000)}` }
    }
  }
  return failure
}
