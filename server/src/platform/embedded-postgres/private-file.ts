import { chown, open, rename, stat } from 'node:fs/promises'
import { dirname } from 'node:path'

/**
 * Replaces a file that only its owner may read; after a crash it is the old or the new one, never half of it.
 *
 * Written by root, it goes to `owner`, or to whoever owns the folder: a plain user whose data directory root has
 * started once can still start it.
 */
export async function writePrivateFile(path: string, text: string, owner?: { uid: number; gid: number }) {
  const unfinished = `${path}.new`
  const file = await open(unfinished, 'w', 0o600)
  try {
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
  await giveAway(unfinished, owner)
  await rename(unfinished, path)
  await syncFolder(dirname(path))
}

/** As root, hands a file to `owner`, or to the owner of its folder. */
export async function giveAway(path: string, owner?: { uid: number; gid: number }): Promise<void> {
  if (process.getuid?.() !== 0) return
  const { uid, gid } = owner ?? (await stat(dirname(path)))
  await chown(path, uid, gid)
}

/** Makes a rename survive a power cut. */
export async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return // Windows opens no folders, and keeps renames in its journal.
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}
