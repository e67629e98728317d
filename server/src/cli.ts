import { parseArgs } from 'node:util'
import { BackupError } from '#platform/backup/backup-layout.ts'
import { ConfigError, readConfig } from '#platform/config.ts'
import { EmbeddedPostgresError } from '#platform/embedded-postgres/embedded-postgres-error.ts'
import { MigrationError } from '#platform/migrate.ts'
import { fillSentence, platformRefusals } from '#platform/refusals.ts'
import { Refused } from '#shared/refusal.ts'
import { type CliCommand, CommandRefused, makeOutput, UsageError } from './cli/command.ts'
import { findCommand, helpText } from './cli/commands.ts'
import { configForData } from './cli/system.ts'
import { refusalSentences } from './refusals.ts'

/** Words before the first option name the command; the rest is the command's own to read. */
function leadingWords(args: readonly string[]): string[] {
  const end = args.findIndex((arg) => arg.startsWith('-'))
  return end < 0 ? [...args] : args.slice(0, end)
}

const commonOptions = {
  json: { type: 'boolean' },
  demo: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const

function parse(command: CliCommand, args: string[]) {
  try {
    const { values, positionals } = parseArgs({
      args,
      options: { ...command.options, ...commonOptions },
      allowPositionals: true,
      strict: true,
    })
    return { options: values, words: positionals }
  } catch (error) {
    throw new UsageError((error as Error).message)
  }
}

/** Code and sentence of what a command may refuse; null for a fault. */
function asRefusal(error: unknown): { code: string; sentence: string } | null {
  if (error instanceof CommandRefused) return { code: error.code, sentence: error.message }
  if (error instanceof Refused) {
    const sentences = { ...platformRefusals, ...refusalSentences }[error.code]
    return { code: error.code, sentence: sentences ? fillSentence(sentences.en, error.details) : error.code }
  }
  if (error instanceof ConfigError) return { code: 'setting_wrong', sentence: error.message }
  if (error instanceof EmbeddedPostgresError) return { code: 'database_unavailable', sentence: error.message }
  if (error instanceof BackupError) return { code: 'backup_refused', sentence: error.message }
  if (error instanceof MigrationError) return { code: 'migration_failed', sentence: error.message }
  const { code } = (error ?? {}) as { code?: string }
  if (/^(ECONNREFUSED|ECONNRESET|ETIMEDOUT|EHOSTUNREACH|ENOTFOUND|EAI_AGAIN|28...|3D000|53300|57P03)$/.test(code ?? ''))
    return { code: 'database_unavailable', sentence: `The database cannot be reached: ${(error as Error).message}` }
  if (code === '42P01' || code === '3F000')
    return {
      code: 'migration_needed',
      sentence: 'The database is empty or older than this version: run "regulars migrate".',
    }
  if (code === 'EADDRINUSE' || code === 'EACCES')
    return { code: 'port_unavailable', sentence: `${(error as Error).message}. Choose another with PORT=…` }
  return null
}

/** Runs one command line; returns the exit code. */
async function runCommandLine(args: string[]): Promise<number> {
  const isJson = args.includes('--json')
  const output = makeOutput(isJson)
  const found = findCommand(leadingWords(args))
  if (!found) {
    const asked = args[0]
    if (asked === 'help' || asked === '--help' || asked === '-h') return (console.log(helpText()), 0)
    console.error(`${asked ? `There is no command "${leadingWords(args).join(' ') || asked}".\n\n` : ''}${helpText()}`)
    return 2
  }
  const { name, entry, rest } = found
  try {
    const command = await entry.load()
    const { options, words } = parse(command, [...rest, ...args.slice(leadingWords(args).length)])
    if (options.help) return (console.log(`regulars ${entry.usage}\n\n${entry.summary}`), 0)
    const [least, most] = command.words ?? [0, 0]
    if (words.length < least || words.length > most) throw new UsageError(`"${name}" takes ${wordCount(least, most)}`)
    const asked = readConfig(process.env)
    const config = command.startsSystem
      ? asked
      : await configForData(asked, options.demo === true, (line) => console.error(line))
    await command.run({ words, options, env: process.env, config, output })
    return Number(process.exitCode ?? 0)
  } catch (error) {
    if (error instanceof UsageError) return (console.error(`${error.message}\n\nregulars ${entry.usage}`), 2)
    const refusal = asRefusal(error)
    if (refusal && isJson) output.result({ error: { code: refusal.code, detail: refusal.sentence } }, '')
    else console.error(refusal?.sentence ?? error)
    return 1
  }
}

function wordCount(least: number, most: number): string {
  if (most === 0) return 'no further words'
  return least === most ? `${least} word${least === 1 ? '' : 's'} after it` : `${least} to ${most} words after it`
}

// Started through bin/regulars.mjs by an older Node: when that one is killed, this one does not live on unseen.
process.once('disconnect', () => process.exit(137))
process.channel?.unref()

process.exitCode = await runCommandLine(process.argv.slice(2))
