import { existsSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { type RunningSystem, startSystem } from '#main'
import { needsSetup, setupCode } from '#modules/identity/set-up.ts'

import { type Config, readConfig } from '#platform/config.ts'
import { shutDownOnSignals } from '#platform/shutdown.ts'
import { type CliCommand, type CommandInput, optionalText, type Output } from './command.ts'

/** Builds the console when its sources are newer than what was built. */
async function buildWeb(output: Output): Promise<void> {
  const script = path.resolve(import.meta.dirname, '../../../scripts/build-web.ts')
  if (!existsSync(script)) return // Installed without sources of the web: what was built is served.
  const { buildWebIfStale } = (await import(pathToFileURL(script).href)) as { buildWebIfStale(): Promise<unknown> }
  output.progress('building the console')
  await buildWebIfStale()
}

/** The settings with the command's own options on top. */
function configOf({ options, env }: CommandInput): Config {
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
      ...(code ? [`首次使用，请打开上面的地址并输入设置码 First run: open it and enter the setup code  ${code}`] : []),
    ].join('\n'),
  )
}

export const startCommand: CliCommand = {
  options: { role: { type: 'string' }, port: { type: 'string' }, 'no-build': { type: 'boolean' } },
  startsSystem: true,
  async run(input) {
    const { options, output } = input
    const config = configOf(input)
    if (config.role !== 'worker' && !options['no-build']) await buildWeb(output)
    const log = (line: string) => console.error(line)
    const system = await startSystem({ config, log })
    shutDownOnSignals({ steps: system.steps, log })
    await tellStarted(system, config, output)
    await new Promise(() => {}) // Until a signal comes.
  },
}
