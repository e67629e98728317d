import { statfs } from 'node:fs/promises'

export type DiskUse = { totalBytes: number; freeBytes: number; usedPercent: number }

const warnAtPercent = 85

/** How full the disk under `path` is, as a plain user may fill it. */
export async function diskUse(path: string): Promise<DiskUse> {
  const { blocks, bavail, bsize } = await statfs(path)
  const totalBytes = blocks * bsize
  const freeBytes = bavail * bsize
  return { totalBytes, freeBytes, usedPercent: totalBytes ? Math.ceil((1 - freeBytes / totalBytes) * 100) : 0 }
}

/** A sentence for the person at the machine once the disk is 85 % full; undefined while there is room. */
export async function checkDiskSpace(dataDir: string): Promise<string | undefined> {
  const { usedPercent, freeBytes } = await diskUse(dataDir)
  if (usedPercent < warnAtPercent) return undefined
  const freeMegabytes = Math.floor(freeBytes / 1024 / 1024)
  return (
    `The disk under ${dataDir} is ${usedPercent} % full, ${freeMegabytes} MB are free. ` +
    'Free some space: when it is full, Regulars can no longer record sales.'
  )
}
