import { existsSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { startSystem } from '#main'
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

export const startCommand: CliCommand = {
  options: { role: { type: 'string' }, port: { type: 'string' }, 'no-build': { type: 'boolean' } },
  async run(input) {
    const { options, output } = input
    const config = configOf(input)
    if (config.role !== 'worker' && !options['no-build']) await buildWeb(output)
    const log = (line: string) => console.error(line)
    const system = await startSystem({ config, log })
    shutDownOnSignals({ steps: system.steps, log })
    output.result(
      { url: system.url, dataDir: config.dataDir, pid: process.pid },
      system.url ? `熟客 Regulars: ${system.url}` : 'The worker runs.',
    )
    await new Promise(() => {}) // Until a signal comes.
  },
}
