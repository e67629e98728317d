import { open, readdir, readFile, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'pg'
import { writePrivateFile } from '#platform/embedded-postgres/private-file.ts'
import { extendOpenSegment, readOpenSegment, removeOpenSegment } from './open-segment.ts'
import { segmentName } from './wal-segments.ts'

const everyMs = 4_000

/** How far the copy of one segment has come. */
type Progress = { archiveDir: string; segment: string; offset: number }

/** Notes in `DATA_DIR/backup.json` where this database's WAL goes. */
export async function rememberArchive(dataDir: string, archiveDir: string): Promise<void> {
  await writePrivateFile(join(dataDir, 'backup.json'), `${JSON.stringify({ archiveDir })}\n`)
}

/**
 * Copies the WAL segment being written to the archive every few seconds, from the first backup on, so that a lost disk
 * costs at most five seconds of sales and not a whole segment. The app runs it beside the embedded server.
 *
 * A trouble is logged once and tried again: the shop sells on without.
 */
export function keepOpenSegmentCopied(options: { ownerUrl: string; dataDir: string; log: (line: string) => void }) {
  const stopping = new AbortController()
  let lastTrouble: string | undefined
  const run = async () => {
    let progress: Progress | undefined
    while (!stopping.signal.aborted) {
      try {
        progress = await copyOnce(options.ownerUrl, options.dataDir, progress)
        lastTrouble = undefined
      } catch (error) {
        progress = undefined
        const { message } = error as Error
        if (message !== lastTrouble)
          options.log(`the newest sales could not be copied to the backup folder: ${message}`)
        lastTrouble = message
      }
      await sleep(everyMs, undefined, { signal: stopping.signal, ref: false }).catch(() => {})
    }
  }
  const running = run()
  return {
    async stop() {
      stopping.abort()
      await running
    },
  }
}

/** One round; does nothing before the first backup. */
export async function copyOnce(ownerUrl: string, dataDir: string, before?: Progress): Promise<Progress | undefined> {
  const archiveDir = await readArchiveDir(dataDir)
  if (!archiveDir) return undefined
  const now = await readPosition(ownerUrl)
  const walDir = join(dataDir, 'postgres', 'pg_wal')
  if (before && before.segment !== now.segment) {
    await copyUpTo(walDir, before, now.segmentBytes) // PostgreSQL closed it since; its own copy may come a moment later.
  }
  const isSame = before?.segment === now.segment && before.archiveDir === archiveDir
  const progress = isSame ? before : await resumeCopy(archiveDir, now.segment)
  await copyUpTo(walDir, progress, now.offset)
  return { ...progress, offset: Math.max(progress.offset, now.offset) }
}

/** Where this database's WAL goes; undefined before its first backup. */
export async function readArchiveDir(dataDir: string): Promise<string | undefined> {
  const text = await readFile(join(dataDir, 'backup.json'), 'utf8').catch(() => undefined)
  return text === undefined ? undefined : (JSON.parse(text) as { archiveDir: string }).archiveDir
}

/** The folder that this database is backed up to; undefined before its first backup. */
export async function readBackupsDir(dataDir: string): Promise<string | undefined> {
  const archiveDir = await readArchiveDir(dataDir)
  return archiveDir && dirname(archiveDir)
}

/** A connection for each round: a pool would hold one of the server's hundred for nothing, and this survives a restart. */
async function readPosition(ownerUrl: string) {
  const client = new Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    const { rows } = await client.query<{ lsn: string; timeline: string; segmentBytes: string }>(
      `select (flushed - '0/0')::text as lsn, left(pg_walfile_name(flushed), 8) as timeline,
        (select setting from pg_settings where name = 'wal_segment_size') as "segmentBytes"
      from pg_current_wal_flush_lsn() as flushed`,
    )
    const { lsn, timeline, segmentBytes } = rows[0]!
    const bytes = Number(segmentBytes)
    const number = Math.floor(Number(lsn) / bytes)
    const segment = segmentName({ timeline: Number.parseInt(timeline, 16), number }, bytes)
    return { segment, offset: Number(lsn) % bytes, segmentBytes: bytes }
  } finally {
    await client.end()
  }
}

/** Goes on where an earlier run left off; from the start where its copy is not sound. */
async function resumeCopy(archiveDir: string, segment: string): Promise<Progress> {
  await removeArchived(archiveDir)
  const { bytes, isIntact } = await readOpenSegment(archiveDir, segment)
  return { archiveDir, segment, offset: isIntact ? bytes.length : 0 }
}

/** Bytes before the flushed position never change again, so each is copied once. */
async function copyUpTo(walDir: string, { archiveDir, segment, offset }: Progress, end: number): Promise<void> {
  if (end <= offset || (await stat(join(archiveDir, segment)).catch(() => undefined))) return
  const piece = Buffer.alloc(end - offset)
  const file = await open(join(walDir, segment), 'r')
  try {
    await file.read(piece, 0, piece.length, offset)
  } finally {
    await file.close()
  }
  await extendOpenSegment(archiveDir, segment, offset, piece)
}

async function removeArchived(archiveDir: string): Promise<void> {
  const names = new Set(await readdir(archiveDir))
  for (const name of names) {
    const segment = name.replace(/\.open$/, '')
    if (name !== segment && names.has(segment)) await removeOpenSegment(archiveDir, segment)
  }
}
