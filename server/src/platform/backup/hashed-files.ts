import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { open, readdir, type FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

export type FileSum = { bytes: number; sha256: string }

const chunkBytes = 1024 * 1024

/** Copies a file; the sum is of the very bytes that were written. `syncFileSystem` makes many copies durable at once. */
export async function copyHashed(from: string, to: string): Promise<FileSum> {
  const source = await open(from, 'r')
  try {
    const target = await open(to, 'wx', 0o600)
    try {
      return await readThrough(source, async (chunk) => void (await target.write(chunk)))
    } finally {
      await target.close()
    }
  } finally {
    await source.close()
  }
}

/** Writes everything below `folder` to the disk: for a thousand files, much faster than one by one. */
export async function syncFileSystem(folder: string): Promise<void> {
  await run('sync', ['-f', folder]).catch(() => run('sync')) // Where sync knows no folders, it syncs all.
}

/** Calls `use` for each item, some at once: enough to keep disk and processor busy together. */
export async function forEachAtOnce<T>(items: Iterable<T>, use: (item: T) => Promise<void>): Promise<void> {
  const queue = items[Symbol.iterator]()
  const worker = async () => {
    for (let next = queue.next(); !next.done; next = queue.next()) await use(next.value)
  }
  await Promise.all(Array.from({ length: 8 }, worker))
}

export async function hashFile(path: string): Promise<FileSum> {
  const file = await open(path, 'r')
  try {
    return await readThrough(file, async () => {})
  } finally {
    await file.close()
  }
}

export function sha256Of(data: string | Buffer): string {
  return createHash('sha256').update(data).digest('hex')
}

async function readThrough(file: FileHandle, take: (chunk: Buffer) => Promise<void>): Promise<FileSum> {
  const hash = createHash('sha256')
  const { size } = await file.stat()
  const buffer = Buffer.allocUnsafe(Math.min(size + 1, chunkBytes)) // One more than the file: then one read finds the end.
  let bytes = 0
  for (;;) {
    const { bytesRead } = await file.read(buffer, 0, buffer.length)
    if (bytesRead === 0) return { bytes, sha256: hash.digest('hex') }
    const chunk = buffer.subarray(0, bytesRead)
    hash.update(chunk)
    await take(chunk)
    bytes += bytesRead
  }
}

/** Everything below `folder`, as paths relative to it with `/`; symbolic links and sockets are reported, not followed. */
export async function listTree(
  folder: string,
  prefix = '',
): Promise<{ files: string[]; folders: string[]; others: string[] }> {
  const found = { files: [] as string[], folders: [] as string[], others: [] as string[] }
  for (const entry of await readdir(join(folder, prefix), { withFileTypes: true })) {
    const path = prefix ? `${prefix}/${entry.name}` : entry.name
    if (entry.isDirectory()) {
      const inner = await listTree(folder, path)
      found.folders.push(path, ...inner.folders)
      found.files.push(...inner.files)
      found.others.push(...inner.others)
    } else (entry.isFile() ? found.files : found.others).push(path)
  }
  return found
}
