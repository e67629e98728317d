/** One thing to end, told in the order of the list. */
export type ShutdownStep = { name: string; run(): Promise<unknown> }

/** Throws a failure that is one of its own; of what failed because everything ends nobody is told. */
export type UnlessEnding = (error: unknown) => Promise<never>

/**
 * Ends the process in order when it is told to: SIGTERM and SIGINT run the steps one after the other, each finishing what
 * it began; a second signal, or `limitMs` passing, ends it at once (what was acknowledged is safe all the same). Whatever the
 * others do, the last step begins after four fifths of `limitMs`; it may be run twice.
 *
 * A signal within a second of the first is the same one, sent again by npm or by the terminal to the whole group.
 *
 * Called before there is anything to end: `steps` may grow until the signal comes. What then fails because everything ends is
 * handed to `unlessEnding`, which waits for the end in silence; a failure of its own it throws.
 */
export function shutDownOnSignals(options: {
  steps: readonly ShutdownStep[]
  log: (line: string) => void
  limitMs?: number
  exit?: (code: number) => void
}): { unlessEnding: UnlessEnding } {
  const { steps, log, limitMs = 9_500, exit = (code) => process.exit(code) } = options
  let firstAt: number | null = null
  const onSignal = (signal: NodeJS.Signals) => {
    if (firstAt !== null) {
      if (performance.now() - firstAt < 1_000) return
      log('Stopped at once.')
      exit(1)
      return
    }
    firstAt = performance.now()
    log(`${signal}: finishing what is under way (again to stop at once)`)
    setTimeout(() => {
      log('Not everything ended in time; stopped at once.')
      exit(1)
    }, limitMs).unref()
    // What hangs or is slow must not leave the last of them running, for it is what the others stand on: the database.
    setTimeout(() => void runSteps(steps.slice(-1), log), limitMs * 0.8).unref()
    void runSteps(steps, log).then(() => exit(0))
  }
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, onSignal)
  return {
    async unlessEnding(error) {
      if (firstAt === null) throw error
      return new Promise(() => {})
    },
  }
}

/** Runs every step; one that fails is told and does not keep the others from running. */
export async function runSteps(steps: readonly ShutdownStep[], log: (line: string) => void): Promise<void> {
  for (const { name, run } of [...steps]) {
    try {
      await run()
    } catch (error) {
      log(`${name} did not end cleanly: ${(error as Error).message}`)
    }
  }
}
