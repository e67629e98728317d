import { createHash } from 'node:crypto'
import { open, readFile } from 'node:fs/promises'
import path from 'node:path'
import { giveAway, syncFolder } from './embedded-postgres/private-file.ts'

/** What a journal holds; `damaged` counts lines that are not what was written. */
export type Journal = { entries: string[]; damaged: number }

function sumOf(entry: string): string {
  return createHash('sha256').update(entry).digest('hex').slice(0, 8)
}

/**
 * Adds entries, one line each with a sum of its own, to a file that is never rewritten; returns once they are on the disk.
 * For the few facts that must outlive whatever the database is put back to. Only its owner may read it.
 */
export async function appendToJournal(file: string, entries: readonly string[]): Promise<void> {
  if (entries.length === 0) return
  const lines = entries.map((entry) => `${entry} ${sumOf(entry)}\n`).join('')
  const journal = await open(file, 'a+', 0o600)
  try {
    const { size } = await journal.stat()
    await journal.write((await endsMidLine(journal, size)) ? `\n${lines}` : lines)
    await journal.sync()
    if (size > 0) return
  } finally {
    await journal.close()
  }
  await giveAway(file)
  await syncFolder(path.dirname(file))
}

/** After a power cut the last line may be there in part: the next one does not go on in it. */
async function endsMidLine(journal: Awaited<ReturnType<typeof open>>, size: number): Promise<boolean> {
  if (size === 0) return false
  const { buffer } = await journal.read(Buffer.alloc(1), 0, 1, size - 1)
  return buffer[0] !== 0x0a
}

/** A journal that does not exist is empty. A line that was cut short was never acknowledged and is passed over. */
export async function readJournal(file: string): Promise<Journal> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return ''
    throw error
  })
  const lines = text.split('\n').slice(0, -1)
  const entries = lines.map(readLine).filter((entry) => entry !== null)
  return { entries, damaged: lines.length - entries.length }
}

function readLine(line: string): string | null {
  const at = line.lastIndexOf(' ')
  const entry = line.slice(0, Math.max(at, 0))
  return line.slice(at + 1) === sumOf(entry) ? entry : null
}
