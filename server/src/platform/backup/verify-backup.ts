import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { manifestName, readManifest, walArchiveOf, type Manifest } from './backup-layout.ts'
import { forEachAtOnce, hashFile, listTree } from './hashed-files.ts'
import { listOpenSegments, readOpenSegment } from './open-segment.ts'
import { archivedSince, isSegment, parseSegment, segmentName } from './wal-segments.ts'

export type Verification = {
  ok: boolean
  /** Each says which file is wrong and how. */
  problems: string[]
  files: number
  bytes: number
  /** Archived WAL segments that were checked: the further they reach, the later the instant that can be restored. */
  walSegments: number
}

/**
 * Reads every byte of a base backup, and of the WAL archived since it, and compares it with the sums taken when it was
 * written. Finds a single flipped byte, a missing or foreign file, and a gap in the WAL.
 */
export async function verifyBackup(backupDir: string): Promise<Verification> {
  const folder = resolve(backupDir)
  const manifest = await readManifest(folder)
  const wal = await verifyWal(folder, manifest)
  const problems = [
    ...(await verifyFiles(folder, manifest)),
    ...(await verifyFileList(folder, manifest)),
    ...wal.problems,
  ]
  const { files, bytes } = manifest
  return { ok: problems.length === 0, problems, files: files.length, bytes, walSegments: wal.segments }
}

async function verifyFiles(backupDir: string, manifest: Manifest): Promise<string[]> {
  const problems: string[] = []
  await forEachAtOnce(manifest.files, async ({ path, bytes, sha256 }) => {
    const found = await hashFile(join(backupDir, path)).catch(() => undefined)
    if (!found) problems.push(`${path} is missing`)
    else if (found.bytes !== bytes) problems.push(`${path} has ${found.bytes} bytes instead of ${bytes}`)
    else if (found.sha256 !== sha256) problems.push(`${path} is damaged`)
  })
  return problems.toSorted()
}

async function verifyFileList(backupDir: string, manifest: Manifest): Promise<string[]> {
  const known = new Set([manifestName, `${manifestName}.sha256`, ...manifest.files.map((file) => file.path)])
  const knownFolders = new Set(['data', ...manifest.folders])
  const found = await listTree(backupDir)
  const isMissing = (folder: string) => !found.folders.includes(folder)
  return [
    ...[...found.files, ...found.others]
      .filter((path) => !known.has(path))
      .map((path) => `${path} does not belong here`),
    ...found.folders.filter((path) => !knownFolders.has(path)).map((path) => `${path} does not belong here`),
    ...[...knownFolders].filter(isMissing).map((path) => `folder ${path} is missing`),
  ]
}

async function verifyWal(backupDir: string, manifest: Manifest): Promise<{ problems: string[]; segments: number }> {
  const archiveDir = walArchiveOf(backupDir, manifest)
  const names = await archivedSince(archiveDir, manifest.firstSegment)
  const problems = findGaps(names.filter(isSegment), manifest)
  await forEachAtOnce(names, async (name) => {
    const expected = await readFile(join(archiveDir, `${name}.sha256`), 'utf8').catch(() => '')
    const { sha256 } = await hashFile(join(archiveDir, name))
    if (expected !== `${sha256}\n`) problems.push(`WAL ${name} is damaged`)
  })
  for (const name of await listOpenSegments(archiveDir, manifest.firstSegment)) {
    if (!(await readOpenSegment(archiveDir, name)).isIntact) problems.push(`WAL ${name}.open is damaged`)
  }
  return { problems, segments: names.filter(isSegment).length }
}

/** A hole in the WAL would end a restore silently: nothing after it could be replayed. */
function findGaps(names: string[], { firstSegment, lastSegment, segmentBytes }: Manifest): string[] {
  const have = new Set(names)
  const { timeline, number: first } = parseSegment(firstSegment, segmentBytes)
  const onTimeline = names.map((name) => parseSegment(name, segmentBytes)).filter((each) => each.timeline === timeline)
  const last = Math.max(parseSegment(lastSegment, segmentBytes).number, ...onTimeline.map((each) => each.number))
  const problems: string[] = []
  for (let number = first; number <= last; number++) {
    const name = segmentName({ timeline, number }, segmentBytes)
    if (!have.has(name)) problems.push(`WAL ${name} is missing`)
  }
  return problems
}
