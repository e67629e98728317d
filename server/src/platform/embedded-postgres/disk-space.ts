import { open, rm, stat, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { EmbeddedPostgresError } from './embedded-postgres-error.ts'
import { giveAway } from './private-file.ts'
import { diskFullAdvice } from './server-log.ts'

export type DiskUse = { totalBytes: number; freeBytes: number; usedPercent: number }

const warnAtPercent = 85
const MiB = 1024 * 1024
/** Four WAL segments: enough for recovery and a checkpoint. */
const reserveBytes = 64 * MiB

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
  return (
    `The disk under ${dataDir} is ${usedPercent} % full, ${Math.floor(freeBytes / MiB)} MB are free. ` +
    'Free some space: when it is full, Regulars can no longer record sales.'
  )
}

/**
 * Keeps a block of the disk for the day it is full: a server that stopped for lack of space needs some to recover.
 * Taken only where it leaves plenty.
 */
export async function keepDiskReserve(dataDir: string): Promise<void> {
  const path = reservePath(dataDir)
  const { freeBytes } = await diskUse(dataDir)
  if ((await stat(path).catch(() => undefined)) || freeBytes < 16 * reserveBytes) return
  const file = await open(path, 'w', 0o600)
  try {
    const block = Buffer.alloc(MiB, 0xff) // Written, not truncated to size: a sparse file reserves nothing.
    for (let written = 0; written < reserveBytes; written += block.length) await file.write(block)
  } finally {
    await file.close()
  }
  await giveAway(path)
}

/** Runs `task`; when it fails because the disk is full, once more with the reserve given back to the disk. */
export async function withDiskReserve<T>(dataDir: string, task: () => Promise<T>): Promise<T> {
  try {
    return await task()
  } catch (error) {
    if (!isDiskFull(error)) throw error
    const hadReserve = await rm(reservePath(dataDir)).then(
      () => true,
      () => false,
    )
    if (hadReserve) return await withDiskReserve(dataDir, task)
    throw error instanceof EmbeddedPostgresError ? error : new EmbeddedPostgresError(`In ${dataDir} ${diskFullAdvice}`)
  }
}

function isDiskFull(error: unknown): boolean {
  if (error instanceof EmbeddedPostgresError) return error.message.includes(diskFullAdvice)
  return (error as NodeJS.ErrnoException).code === 'ENOSPC'
}

function reservePath(dataDir: string): string {
  return join(dataDir, 'disk-reserve')
}
