import { access, chmod, constants, mkdir, realpath, stat } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { prepareBinaries } from './binaries.ts'
import type { Cluster } from './cluster.ts'
import { EmbeddedPostgresError } from './embedded-postgres-error.ts'
import { closedFolderOnTheWay, findServerUser } from './server-user.ts'

/** Makes `DATA_DIR` where it is missing; gives its real path. */
export async function prepareDataDir(path: string): Promise<string> {
  try {
    await mkdir(path, { recursive: true, mode: 0o700 })
    await access(path, constants.W_OK | constants.X_OK)
  } catch (error) {
    throw new EmbeddedPostgresError(
      `${path} cannot be made or written to (${(error as NodeJS.ErrnoException).code}). ` +
        'Set DATA_DIR to a folder you may write to.',
    )
  }
  // The server's account must pass through to its own folder; everything else in here is of mode 600.
  if (process.getuid?.() === 0) await chmod(path, (await stat(path)).mode | 0o011)
  return realpath(path)
}

/** Finds account and programs for the cluster in `DATA_DIR/name`, or says why it could not run there. */
export async function prepareCluster(dataDir: string, name = 'postgres'): Promise<Cluster> {
  const dir = join(dataDir, name)
  const user = await findServerUser(dir)
  const closed = user && (await closedFolderOnTheWay(dir, user))
  if (closed) {
    throw new EmbeddedPostgresError(
      `PostgreSQL does not run as root but as ${user.name}, who may not enter ${closed} on the way to ${dir}. ` +
        `Set DATA_DIR to a folder outside, for instance /var/lib/regulars, or open the way: chmod o+x '${closed}'.`,
    )
  }
  const cache = user ? '/var/lib/regulars-bin' : join(homedir(), '.cache', 'regulars-bin')
  return { dir, user, binaries: await prepareBinaries(user, [cache, join(dataDir, 'bin')]) }
}
