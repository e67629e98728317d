import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { type RunningSystem, startSystem } from '#main'
import { needsSetup, setupCode } from '#modules/identity/set-up.ts'
import { type Config, readConfig } from '#platform/config.ts'
import { shutDownOnSignals, type ShutdownStep } from '#platform/shutdown.ts'
import { type CliCommand, type CommandInput, CommandRefused, optionalText, type Output } from './command.ts'

/**
 * Builds the console when its sources are newer than what was built. In a process of its own: the builder takes close to a
 * gigabyte, which a system that runs for months should not keep.
 */
export async function buildWeb(output: Output): Promise<void> {
  const script = path.resolve(import.meta.dirname, '../../../scripts/build-web.ts')
  if (!existsSync(script)) return // Installed without sources of the web: what was built is served.
  output.progress('building the console')
  const child = spawn(process.execPath, [script], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, NO_COLOR: '1' },
  })
  let errors = ''
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()))
  const [code] = (await once(child, 'close')) as [number | null]
  if (code !== 0) throw new CommandRefused('web_not_built', `The console could not be built:\n${errors.trim()}`)
}

/** The settings with the command's own options on top. */
export function serverConfig({ options, env }: CommandInput): Config {
  const isForPeople = process.stdout.isTTY && !env.LOG_LEVEL
  return readConfig({
    ...env,
    ...(isForPeople ? { LOG_LEVEL: 'warn' } : {}),
    ...(optionalText(options, 'role') ? { ROLE: optionalText(options, 'role')! } : {}),
    ...(optionalText(options, 'port') ? { PORT: optionalText(options, 'port')! } : {}),
  })
}

/** Says where the system is and, while it is empty, the code that its first page asks for. */
async function tellStarted({ url, database }: RunningSystem, { dataDir }: Config, output: Output): Promise<void> {
  const code = url && (await needsSetup({ database })) ? setupCode(database.keys) : null
  output.result({ url, dataDir, pid: process.pid, setupCode: code }, () =>
    [
      url ? `熟客 Regulars: ${url}` : 'The worker runs.',
      ...(code ? [`首次使用，请打开上面的地址并输入安装码 First run: open it and enter the setup code  ${code}`] : []),
    ].join('\n'),
  )
}

export const startCommand: CliCommand = {
  options: { role: { type: 'string' }, port: { type: 'string' }, 'no-build': { type: 'boolean' } },
  startsSystem: true,
  async run(input) {
    const { options, output } = input
    const config = serverConfig(input)
    if (config.role !== 'worker' && !options['no-build']) await buildWeb(output)
    const log = (line: string) => console.error(line)
    const steps: ShutdownStep[] = []
    const { unlessEnding } = shutDownOnSignals({ steps, log })
    const system = await startSystem({ config, log, steps }).catch(unlessEnding)
    await tellStarted(system, config, output)
    await new Promise(() => {}) // Until a signal comes.
  },
}
