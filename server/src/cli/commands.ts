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
  demo: {
    usage: 'demo [--port N] [--no-build]',
    summary: 'start a living demo shop on <DATA_DIR>-demo; the first time builds a year of it',
    load: async () => (await import('./demo.ts')).demoCommand,
  },
  tls: {
    usage: 'tls [NAME…]',
    summary: 'make a certificate for this machine and further NAMEs: HTTPS for tills and phones',
    load: async () => (await import('./tls.ts')).tlsCommand,
  },
  'merchant create': {
    usage:
      'merchant create [--currency CODE] [--name NAME] [--locale zh-CN|en] [--store NAME] [--time-zone ZONE] [--owner LOGIN]',
    summary: 'add a merchant and its first store; the owner’s password comes in OWNER_PASSWORD or on standard input',
    load: async () => (await import('./merchant-create.ts')).merchantCreateCommand,
  },
  'merchant host': {
    usage: 'merchant host [HOST] [--merchant ID]',
    summary: 'say at which host a merchant’s member portal answers, where there are several merchants',
    load: async () => (await import('./merchant-host.ts')).merchantHostCommand,
  },
  'api-key create': {
    usage: 'api-key create --name NAME --permissions a.b,c.d|all [--days N] [--merchant ID]',
    summary: 'make a key for a program',
    load: async () => (await import('./api-key-create.ts')).apiKeyCreateCommand,
  },
  import: {
    usage: 'import members|products|sales FILE --mapping NAME [--merchant ID] [--store ID] [--dry-run]',
    summary: 'bring members, products or past sales from another system',
    load: async () => (await import('./import.ts')).importCommand,
  },
  export: {
    usage: 'export members|products FILE [--merchant ID]',
    summary: 'write members or products to a .csv or .xlsx file that import reads back',
    load: async () => (await import('./export.ts')).exportCommand,
  },
  'ledger verify': {
    usage: 'ledger verify',
    summary: 'prove that every point and every cent is accounted for',
    load: async () => (await import('./ledger-verify.ts')).ledgerVerifyCommand,
  },
  'points expire': {
    usage: 'points expire [--dry-run] [--at INSTANT] [--merchant ID]',
    summary:
      'book what has ended by now; dry: list every holder, lot and value that a run would book, also at a time to come',
    load: async () => (await import('./points-expire.ts')).pointsExpireCommand,
  },
  'backup list': {
    usage: 'backup list [DIR]',
    summary: 'show the backups',
    load: async () => (await import('./backup.ts')).backupListCommand,
  },
  'backup verify': {
    usage: 'backup verify BACKUP',
    summary: 'read a backup and its archive, every byte, and compare',
    load: async () => (await import('./backup.ts')).backupVerifyCommand,
  },
  'backup drill': {
    usage: 'backup drill [DIR]',
    summary: 'restore the newest backup on trial, check pages and ledger, throw the copy away',
    load: async () => (await import('./backup.ts')).backupDrillCommand,
  },
  backup: {
    usage: 'backup [DIR] [--keep N]',
    summary: 'back up while the shop sells; every later change is archived',
    load: async () => (await import('./backup.ts')).backupCommand,
  },
  restore: {
    usage: 'restore DIR [--to INSTANT]',
    summary: 'restore from the backups in DIR into an empty DATA_DIR',
    load: async () => (await import('./restore.ts')).restoreCommand,
  },
  doctor: {
    usage: 'doctor',
    summary: 'look over this machine and show every setting',
    load: async () => (await import('./doctor.ts')).doctorCommand,
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
    'Every command takes --json (one JSON document as the answer), --demo (the demo shop in <DATA_DIR>-demo) and --help.',
    'Settings come from the environment; "regulars doctor" lists them. Exit code: 0 done, 1 refused, 2 wrong usage.',
  ].join('\n')
}
