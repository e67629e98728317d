import { randomBytes } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { type Config, ConfigError } from './config.ts'

/**
 * The 32 bytes that key every hash and seal: from `SECRET_KEY`, else from `DATA_DIR/secret.key`, made there at the first
 * start. Lost, no sealed value can be opened and nobody is found by phone: it belongs into the backup.
 */
export async function readSecretKey(config: Pick<Config, 'secretKey' | 'dataDir'>): Promise<Buffer> {
  if (config.secretKey) return Buffer.from(config.secretKey, 'hex')
  const file = path.join(config.dataDir, 'secret.key')
  await mkdir(config.dataDir, { recursive: true, mode: 0o700 })
  try {
    await writeFile(file, `${randomBytes(32).toString('hex')}\n`, { flag: 'wx', mode: 0o600 })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
  const text = (await readFile(file, 'utf8')).trim()
  if (!/^[0-9a-f]{64}$/.test(text))
    throw new ConfigError(`${file} does not hold 64 hexadecimal digits. Put back the one from a backup.`)
  return Buffer.from(text, 'hex')
}
