// A process that runs the apps of the journeys of one test process, one after the other: loaded once, and apart from the process that
// moves the mouse, which must not wait for an app between pressing and letting go.
import { needsSetup, setupCode } from '#modules/identity/set-up.ts'
import { verifyLedgers } from '#modules/ledger/verify-ledger.ts'
import { readConfig } from '#platform/config.ts'
import { type RunningSystem, startSystem } from '#server/main.ts'
import { slowLineIfAsked } from './slow-line.ts'

export type HostRequest = { id: number } & (
  | { kind: 'start'; env: NodeJS.ProcessEnv }
  | { kind: 'ledger'; app: number }
  | { kind: 'stop'; app: number }
)
export type HostAnswer = { id: number; answer?: unknown; fault?: string }

slowLineIfAsked()

const systems = new Map<number, RunningSystem>()

async function start(id: number, env: NodeJS.ProcessEnv) {
  const said: string[] = []
  try {
    const system = await startSystem({ config: readConfig(env), log: (line) => said.push(line) })
    systems.set(id, system)
    const { database } = system
    return { url: system.url, setupCode: (await needsSetup({ database })) ? setupCode(database.keys) : null }
  } catch (error) {
    throw new Error(`The app did not start. It said:\n${said.join('\n')}`, { cause: error })
  }
}

async function answer(request: HostRequest): Promise<unknown> {
  if (request.kind === 'start') return start(request.id, request.env)
  const system = systems.get(request.app)!
  if (request.kind === 'ledger') return verifyLedgers(system.database, new Date())
  systems.delete(request.app)
  return system.stop()
}

process.on('message', (request: HostRequest) => {
  answer(request).then(
    (given) => process.send?.({ id: request.id, answer: given ?? null } satisfies HostAnswer),
    (error: Error) => process.send?.({ id: request.id, fault: error.stack ?? error.message } satisfies HostAnswer),
  )
})
process.once('disconnect', () => process.exit())
