import { randomBytes } from 'node:crypto'
import { link, mkdir, readFile, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { type Config, ConfigError } from './config.ts'
import { syncFolder, writePrivateFile } from './embedded-postgres/private-file.ts'

/**
 * The 32 bytes that key every hash and seal: from `SECRET_KEY`, else from `DATA_DIR/secret.key`, made there at the first
 * start. Lost, no sealed value can be opened and nobody is found by phone: it belongs into the backup.
 */
export async function readSecretKey(config: Pick<Config, 'secretKey' | 'dataDir'>): Promise<Buffer> {
  if (config.secretKey) return Buffer.from(config.secretKey, 'hex')
  const file = path.join(config.dataDir, 'secret.key')
  await mkdir(config.dataDir, { recursive: true, mode: 0o700 })
  if (!(await stat(file).catch(() => undefined))) await makeSecretKey(file)
  const text = (await readFile(file, 'utf8')).trim()
  if (!/^[0-9a-f]{64}$/.test(text))
    throw new ConfigError(`${file} does not hold 64 hexadecimal digits. Put back the one from a backup.`)
  return Buffer.from(text, 'hex')
}

/** Whole and on the disk before it bears its name, and never in place of one that another process made meanwhile. */
async function makeSecretKey(file: string): Promise<void> {
  const unfinished = `${file}.${process.pid}`
  await writePrivateFile(unfinished, `${randomBytes(32).toString('hex')}\n`)
  try {
    await link(unfinished, file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    await rm(unfinished, { force: true })
  }
  await syncFolder(path.dirname(file))
}
