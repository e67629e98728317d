import { execFile } from 'node:child_process'
import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** A disk whose power can be cut: ext4 in a file, and the file on XFS, which copies it in one instant. */
export type CuttableDisk = {
  /** The disk in use. */
  folder: string
  /** The disk as it was at one instant, mounted as after a power cut: what only the page cache held is gone. */
  cut(): Promise<CutDisk>
  remove(): Promise<void>
}

export type CutDisk = { folder: string; remove(): Promise<void> }

/** What is missing on this machine, or null. */
export async function whyNoDisk(): Promise<string | null> {
  if (process.platform !== 'linux') return 'it needs Linux'
  if (process.getuid?.() !== 0) return 'it mounts disks: run it as root'
  const tools: [string, string][] = [
    ['mkfs.ext4', 'e2fsprogs'],
    ['mkfs.xfs', 'xfsprogs'],
    ['losetup', 'mount'],
  ]
  for (const [tool, fromPackage] of tools) {
    const isThere = await run(tool, ['--version'])
      .catch(() => run(tool, ['-V']))
      .then(
        () => true,
        () => false,
      )
    if (!isThere) return `it needs ${tool} (package ${fromPackage})`
  }
  return run('losetup', ['--find']).then(
    () => null,
    () => 'it needs a loop device, and this machine (a container?) gives none',
  )
}

/** Makes and mounts the two file systems in a new folder under `under`; both are sparse. */
export async function makeCuttableDisk(under: string): Promise<CuttableDisk> {
  const root = await mkdtemp(path.join(under, 'regulars-power-cut-'))
  await chmod(root, 0o755) // The database runs under another account.
  const at = (...parts: string[]) => path.join(root, ...parts)
  const mounted: string[] = []
  const mount = async (image: string, folder: string) => {
    await mkdir(folder)
    await run('mount', ['-o', 'loop', image, folder])
    mounted.push(folder)
  }
  const unmount = async (folder: string) => {
    await run('umount', [folder])
    mounted.splice(mounted.indexOf(folder), 1)
    await rm(folder, { recursive: true })
  }
  const remove = async () => {
    for (const folder of mounted.toReversed()) await unmount(folder)
    await rm(root, { recursive: true, force: true })
  }
  try {
    await run('truncate', ['-s', '24G', at('outer.img')])
    await run('mkfs.xfs', ['-q', '-m', 'reflink=1', at('outer.img')])
    await mount(at('outer.img'), at('outer'))
    await run('truncate', ['-s', '6G', at('outer', 'disk.img')])
    await run('mkfs.ext4', ['-q', at('outer', 'disk.img')])
    await mount(at('outer', 'disk.img'), at('disk'))
  } catch (error) {
    await remove()
    throw error
  }
  return {
    folder: at('disk'),
    async cut() {
      // The copy takes the file's lock: no write of the disk falls into the middle of it.
      await run('cp', ['--reflink=always', at('outer', 'disk.img'), at('outer', 'cut.img')])
      await mount(at('outer', 'cut.img'), at('cut'))
      return {
        folder: at('cut'),
        async remove() {
          await unmount(at('cut'))
          await rm(at('outer', 'cut.img'))
        },
      }
    },
    remove,
  }
}
