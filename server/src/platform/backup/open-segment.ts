import { open, readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { sha256Of } from './hashed-files.ts'
import { isOlder } from './wal-segments.ts'

/*
 * The WAL segment that PostgreSQL is still writing, copied piece by piece while it grows: NAME.open holds the bytes,
 * NAME.open.sums one line `offset length sha256` for each piece. A line is written after its piece is on the disk, so
 * that a copy cut short by a power failure ends at the last line.
 */

export type OpenSegment = {
  /** The bytes up to the last good line. */ bytes: Buffer
  /** False when a piece differs from its sum. */ isIntact: boolean
}

/** Open segments from `firstSegment` on that have not been archived whole meanwhile. */
export async function listOpenSegments(archiveDir: string, firstSegment: string): Promise<string[]> {
  const names = await readdir(archiveDir).catch((): string[] => [])
  const whole = new Set(names)
  return names
    .filter((name) => name.endsWith('.open'))
    .map((name) => name.slice(0, -'.open'.length))
    .filter((name) => !whole.has(name) && !isOlder(name, firstSegment))
    .toSorted()
}

export async function readOpenSegment(archiveDir: string, name: string): Promise<OpenSegment> {
  const data = await readFile(join(archiveDir, `${name}.open`)).catch(() => Buffer.alloc(0))
  const sums = await readFile(join(archiveDir, `${name}.open.sums`), 'utf8').catch(() => '')
  let end = 0
  for (const line of sums.split('\n').slice(0, -1)) {
    const [offset, length, sha256] = line.split(' ')
    const next = end + Number(length)
    if (Number(offset) !== end || sha256Of(data.subarray(end, next)) !== sha256) {
      return { bytes: data.subarray(0, end), isIntact: false }
    }
    end = next
  }
  return { bytes: data.subarray(0, end), isIntact: true }
}

/** Adds the bytes from `offset` on, and returns once they and their line are on the disk. */
export async function extendOpenSegment(
  archiveDir: string,
  name: string,
  offset: number,
  piece: Buffer,
): Promise<void> {
  const path = join(archiveDir, `${name}.open`)
  const data = await open(path, offset === 0 ? 'w' : 'r+', 0o600)
  try {
    await data.write(piece, 0, piece.length, offset)
    await data.sync()
  } finally {
    await data.close()
  }
  const sums = await open(`${path}.sums`, offset === 0 ? 'w' : 'a', 0o600)
  try {
    await sums.write(`${offset} ${piece.length} ${sha256Of(piece)}\n`)
    await sums.sync()
  } finally {
    await sums.close()
  }
}

export async function removeOpenSegment(archiveDir: string, name: string): Promise<void> {
  await rm(join(archiveDir, `${name}.open.sums`), { force: true })
  await rm(join(archiveDir, `${name}.open`), { force: true })
}
