import type { CliCommand } from './command.ts'

/** A command's line in the help, and where it is; loaded only when called, so that `help` is instant. */
export type CommandEntry = { usage: string; summary: string; load(): Promise<CliCommand> }

/** Every command by its words. */
export const commands: Record<string, CommandEntry> = {
  start: {
    usage: 'start [--role all|api|worker] [--port N] [--no-build]',
    summary: 'start the shop system on DATA_DIR',
    load: async () => (await import('./start.ts')).startCommand,
  },
  tls: {
    usage: 'tls [NAME…]',
    summary: 'make a certificate for this machine and further NAMEs: HTTPS for tills and phones',
    load: async () => (await import('./tls.ts')).tlsCommand,
  },
  migrate: {
    usage: 'migrate',
    summary: 'bring the database up to this version',
    load: async () => (await import('./migrate.ts')).migrateCommand,
  },
}

/** The longest command that the words begin with, and what is left of them. */
export function findCommand(words: readonly string[]): { name: string; entry: CommandEntry; rest: string[] } | null {
  for (const length of [2, 1]) {
    const name = words.slice(0, length).join(' ')
    const entry = words.length >= length && Object.hasOwn(commands, name) ? commands[name] : undefined
    if (entry) return { name, entry, rest: words.slice(length) }
  }
  return null
}

export function helpText(): string {
  const width = Math.max(...Object.values(commands).map(({ usage }) => usage.length))
  const lines = Object.values(commands).map(({ usage, summary }) => `  ${usage.padEnd(width)}  ${summary}`)
  return [
    '熟客 Regulars: membership, till and retention for shops',
    '',
    'regulars <command> [options]',
    '',
    ...lines,
    '',
    'Every command takes --json (one JSON document as the answer) and --help.',
    'Settings come from the environment; "regulars doctor" lists them. Exit code: 0 done, 1 refused, 2 wrong usage.',
  ].join('\n')
}
