import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { writePrivateFile } from '#platform/embedded-postgres/private-file.ts'

/** How the last restore on trial went. */
export type Drill = {
  ok: boolean
  backupName: string
  at: string
  seconds: number
  problems: string[]
  /** The last commit that came back, if any lay after the backup. */
  lastCommitAt: string | null
  /** Tables and indexes whose pages were looked at. */
  relations: number
  /** Entries of the ledger that were proven. */
  entries: number
}

const fileOf = (backupsDir: string) => join(resolve(backupsDir), 'last-drill.json')

export async function writeDrill(backupsDir: string, drill: Drill): Promise<void> {
  await writePrivateFile(fileOf(backupsDir), `${JSON.stringify(drill)}\n`)
}

/** Null before the first drill. */
export async function readDrill(backupsDir: string): Promise<Drill | null> {
  const text = await readFile(fileOf(backupsDir), 'utf8').catch(() => null)
  return text === null ? null : (JSON.parse(text) as Drill)
}
