import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { appendToJournal, readJournal } from '#platform/journal-file.ts'

/** An erased record: ids and the time, nothing that says who it was. */
export type ErasedRecord = { merchantId: string; memberId: string; erasedAt: Date }

export const journalName = 'erasures.log'

const keyOf = ({ merchantId, memberId }: ErasedRecord) => `${merchantId}/${memberId}`

/**
 * The erase list that lies in any of the folders; a copy that lost a line is made good by another. `damaged` counts the lines,
 * over all copies, that are not what was written.
 */
export async function readErased(folders: readonly string[]): Promise<{ records: ErasedRecord[]; damaged: number }> {
  const known = new Map<string, ErasedRecord>()
  let damaged = 0
  for (const folder of folders) {
    const list = await readFolder(folder)
    damaged += list.damaged
    for (const record of list.records) if (!known.has(keyOf(record))) known.set(keyOf(record), record)
  }
  return { records: [...known.values()], damaged }
}

/** Adds to each folder's list what it lacks of `records`; returns once all is on the disk. */
export async function keepErased(folders: readonly string[], records: readonly ErasedRecord[]): Promise<void> {
  for (const folder of new Set(folders)) {
    const known = new Set((await readFolder(folder)).records.map(keyOf))
    const lines = records
      .filter((record) => !known.has(keyOf(record)))
      .map(({ merchantId, memberId, erasedAt }) => `${erasedAt.toISOString()} ${merchantId} ${memberId}`)
    if (lines.length > 0) await mkdir(folder, { recursive: true, mode: 0o700 })
    await appendToJournal(path.join(folder, journalName), lines)
  }
}

async function readFolder(folder: string): Promise<{ records: ErasedRecord[]; damaged: number }> {
  const { entries, damaged } = await readJournal(path.join(folder, journalName))
  const records = entries.map((entry) => {
    const [at, merchantId, memberId] = entry.split(' ') as [string, string, string]
    return { merchantId, memberId, erasedAt: new Date(at) }
  })
  return { records, damaged }
}
