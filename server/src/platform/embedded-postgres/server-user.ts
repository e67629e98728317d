import { execFile } from 'node:child_process'
import { stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { promisify } from 'node:util'
import { EmbeddedPostgresError } from './embedded-postgres-error.ts'

const run = promisify(execFile)

/** The account PostgreSQL runs under. Absent (`undefined` everywhere) means: our own, nothing to switch. */
export type ServerUser = { uid: number; gid: number; name: string }

const accountName = 'regulars'

/**
 * The account to run PostgreSQL under, or undefined when we are not root and simply run it ourselves.
 *
 * PostgreSQL refuses root. A cluster that exists is run by whoever owns it, so that a plain user's data directory
 * still opens for that user after root has started it once. Otherwise an account `regulars` is used, made when the
 * machine has none; a machine that lets us make none falls back to `nobody`.
 */
export async function findServerUser(clusterDir: string): Promise<ServerUser | undefined> {
  if (process.getuid?.() !== 0) return undefined
  const owner = await stat(clusterDir).catch(() => undefined)
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid, name: `the owner of ${clusterDir}` }

  const user = (await lookUp(accountName)) ?? (await createAccount()) ?? (await lookUp('nobody'))
  if (user) return user
  throw new EmbeddedPostgresError(
    `PostgreSQL does not run as root, and this machine has no account "${accountName}" and lets none be made. ` +
      `Make one (useradd --system ${accountName}) or start Regulars as a plain user.`,
  )
}

async function lookUp(name: string): Promise<ServerUser | undefined> {
  try {
    const [uid, gid] = await Promise.all([run('id', ['-u', name]), run('id', ['-g', name])])
    return { uid: Number(uid.stdout), gid: Number(gid.stdout), name }
  } catch {
    return undefined
  }
}

async function createAccount(): Promise<ServerUser | undefined> {
  const attempts: [string, string[]][] = [
    ['useradd', ['--system', '--user-group', '--no-create-home', '--home-dir', '/nonexistent', accountName]],
    ['adduser', ['-S', '-D', '-H', accountName]], // busybox
  ]
  for (const [command, args] of attempts) {
    // A machine without the command, or with a read-only /etc, is answered by the next attempt.
    await run(command, args, { env: { ...process.env, PATH: `${process.env.PATH}:/usr/sbin:/sbin` } }).catch(() => {})
    const user = await lookUp(accountName)
    if (user) return user
  }
  return undefined
}

/** The topmost folder on the way to `path` that `user` may not enter, or undefined when the way is open. */
export async function closedFolderOnTheWay(path: string, user: ServerUser): Promise<string | undefined> {
  for (const folder of ancestors(path)) {
    const info = await stat(folder)
    const bit = info.uid === user.uid ? 0o100 : info.gid === user.gid ? 0o010 : 0o001
    if (!(info.mode & bit)) return folder
  }
  return undefined
}

function ancestors(path: string): string[] {
  const parent = dirname(path)
  return parent === path ? [path] : [...ancestors(parent), parent]
}
