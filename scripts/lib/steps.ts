import { spawn } from 'node:child_process'
import path from 'node:path'

export const root = path.resolve(import.meta.dirname, '../..')

/** What one step of the suite found. `failures` are repeated in full at the end of the run. */
export type Outcome = { passed: number; failures: Failure[] }

export type Failure = { title: string; text: string }

export type Step = { name: string; run: () => Promise<Outcome> }

/** Runs steps one after the other, one line each, and goes on after a failure: a run tells all that is wrong. */
export async function runSteps(steps: Step[]): Promise<Outcome> {
  const total: Outcome = { passed: 0, failures: [] }
  for (const step of steps) {
    const startedAt = performance.now()
    const { passed, failures } = await runStep(step)
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
    const failed = failures.length > 0 ? `, ${failures.length} FAILED` : ''
    console.log(`${step.name.padEnd(24)} ${String(passed).padStart(5)} passed${failed}  ${seconds} s`)
    total.passed += passed
    total.failures.push(...failures)
  }
  return total
}

async function runStep({ name, run }: Step): Promise<Outcome> {
  try {
    return await run()
  } catch (error) {
    return {
      passed: 0,
      failures: [{ title: name, text: error instanceof Error ? (error.stack ?? error.message) : String(error) }],
    }
  }
}

/** Repeats each failure in full, then the line that CI reads. Returns the exit code. */
export function report({ passed, failures }: Outcome): number {
  for (const { title, text } of failures) console.log(`\n✗ ${title}\n${text.trimEnd().replace(/^/gm, '  ')}`)
  console.log(`\n${passed} passed, ${failures.length} failed`)
  return failures.length > 0 ? 1 : 0
}

/**
 * A check that is a program, by its name in node_modules/.bin or the path of its script: its exit code decides, its output
 * is shown only when it fails.
 */
export function programStep(name: string, command: string, args: string[]): Step {
  return {
    name,
    run: async () => {
      const { code, output } = await runProgram(command, args)
      return code === 0 ? { passed: 1, failures: [] } : { passed: 0, failures: [{ title: name, text: output }] }
    },
  }
}

/** A check of ours: the list of what is wrong, empty when all is well. */
export function checkStep(name: string, check: () => Promise<string[]>): Step {
  return {
    name,
    run: async () => {
      const problems = await check()
      return problems.length === 0
        ? { passed: 1, failures: [] }
        : { passed: 0, failures: [{ title: name, text: problems.join('\n') }] }
    },
  }
}

async function runProgram(command: string, args: string[]): Promise<{ code: number | null; output: string }> {
  // Through our own Node: the programs' first line would take whichever `node` the machine has.
  const script = path.resolve(root, 'node_modules', '.bin', command)
  const child = spawn(process.execPath, [script, ...args], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
  const chunks: Buffer[] = []
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
  child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk))
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  return { code, output: Buffer.concat(chunks).toString('utf8') }
}
