import { glob, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { run } from 'node:test'
import { pathToFileURL } from 'node:url'
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
  /**
   * How many files share a process, which loads the thousand modules of the app once for all of them; 1 unless told. Files that change
   * what such neighbours would see have one of their own.
   */
  filesTogether?: number
}

export function nodeTestStep(name: string, options: NodeTestOptions): Step {
  return { name, run: () => withNeighbours(options) }
}

/** What reaches beyond a file: hooks around every test of its process, and stand-ins for what all of them use. */
const reachesFurther = /\b(beforeEach|afterEach|mock\.|globalThis)\b/

/** What a process runs: a test file, or a module that loads some of them; `length` of their texts tells roughly how long it takes. */
type Program = { file: string; loads: readonly string[]; length: number }

async function withNeighbours(options: NodeTestOptions): Promise<Outcome> {
  const { files, filesTogether = 1 } = options
  const texts = new Map(await Promise.all(files.map(async (file) => [file, await readFile(file, 'utf8')] as const)))
  const lengthOf = (loads: readonly string[]) => loads.reduce((sum, file) => sum + texts.get(file)!.length, 0)
  const alone = files.filter((file) => filesTogether === 1 || reachesFurther.test(texts.get(file)!))
  const others = files.filter((file) => !alone.includes(file))
  const dir = await mkdtemp(path.join(tmpdir(), 'regulars-tests-'))
  try {
    const programs: Program[] = alone.map((file) => ({ file, loads: [file], length: lengthOf([file]) }))
    for (const [index, loads] of dealOut(others, Math.ceil(others.length / filesTogether), lengthOf).entries()) {
      const file = path.join(dir, `${String(index).padStart(4, '0')}.mjs`)
      await writeFile(file, loaderOf(loads))
      programs.push({ file, loads, length: lengthOf(loads) })
    }
    // The long ones first, so that the last to run leaves no core idle for long; a file alone may take longer than its text tells.
    const ordered = programs.toSorted(
      (a, b) => Number(b.loads.length === 1) - Number(a.loads.length === 1) || b.length - a.length,
    )
    return await runNodeTests(ordered, options)
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
}

/** Files in `count` hands, long and short ones in each, so that none takes much longer than the others. */
function dealOut(files: readonly string[], count: number, lengthOf: (loads: readonly string[]) => number): string[][] {
  const hands = Array.from({ length: count }, (): string[] => [])
  const ordered = files.toSorted((a, b) => lengthOf([b]) - lengthOf([a]))
  for (const [index, file] of ordered.entries()) {
    const place = index % (2 * count)
    hands[place < count ? place : 2 * count - 1 - place]!.push(file) // to and fro
  }
  return hands
}

/** A file that cannot be loaded is a failed test of its name. */
function loaderOf(files: readonly string[]): string {
  const loads = files.map((file) => {
    const [name, url] = [path.relative(root, file), pathToFileURL(file).href].map((text) => JSON.stringify(text))
    return `await import(${url}).catch((error) => test(${name}, () => Promise.reject(error)))\n`
  })
  return [`import { test } from 'node:test'\n`, ...loads].join('')
}

/** Runs each program in a process of its own and counts the cases. A file that fails outside its tests counts as one. */
function runNodeTests(programs: readonly Program[], options: NodeTestOptions): Promise<Outcome> {
  const { concurrency, timeoutMs, verbose, preload } = options
  const files = programs.map(({ file }) => file)
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
    tests.once('end', () =>
      resolve({ passed, failures: failures.map((failure) => withOutput(failure, programs, printed)) }),
    )
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

/** What the process of a failed test printed: an unhandled rejection says there what went wrong. */
function withOutput(failure: Failure, programs: readonly Program[], printed: Map<string, string[]>): Failure {
  const program = programs.find(({ file, loads }) =>
    [file, ...loads].some((each) => failure.title.includes(path.relative(root, each))),
  )
  const lines = program && printed.get(program.file)
  if (!lines) return failure
  return { ...failure, text: `${failure.text}\n--- output of its process\n${lines.join('').slice(-4_000)}` }
}
