import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { root } from './steps.ts'

type LockedPackage = {
  version?: string
  optionalDependencies?: Record<string, string>
  dev?: boolean
  optional?: boolean
  os?: string[]
  cpu?: string[]
  libc?: string[]
}

type LockFile = { packages: Record<string, LockedPackage> }

const lockPath = path.join(root, 'package-lock.json')

/**
 * Builds for other platforms that the lock file does not list, and for which `npm ci` therefore refuses the whole install.
 *
 * npm leaves them out when the registry it was run against did not have them yet, as mirrors that follow later do.
 */
export function findUnlocked(): string[] {
  return [...unlockedBuilds(readLockFile())].map(
    ([name, { version }]) => `${name}@${version} is not in package-lock.json`,
  )
}

/** Adds them, with their platform and without a hash: only that platform's npm ever fetches them. */
export function lockAllBuilds(): string[] {
  const lockFile = readLockFile()
  const added = [...unlockedBuilds(lockFile)]
  for (const [name, build] of added) lockFile.packages[`node_modules/${name}`] = build
  const [own, ...others] = Object.entries(lockFile.packages)
  others.sort(([a], [b]) => a.localeCompare(b, 'en'))
  lockFile.packages = Object.fromEntries([own!, ...others])
  if (added.length > 0) writeFileSync(lockPath, `${JSON.stringify(lockFile, null, 2)}\n`)
  return added.map(([name]) => name)
}

function readLockFile(): LockFile {
  return JSON.parse(readFileSync(lockPath, 'utf8'))
}

function unlockedBuilds({ packages }: LockFile): Map<string, LockedPackage> {
  const locked = new Set(Object.keys(packages).map((place) => place.slice(place.lastIndexOf('node_modules/') + 13)))
  const missing = new Map<string, LockedPackage>()
  for (const { optionalDependencies = {}, dev } of Object.values(packages)) {
    for (const [name, version] of Object.entries(optionalDependencies)) {
      // A range belongs to a package that is optional by choice, not to a build for a platform.
      if (locked.has(name) || !/^\d/.test(version)) continue
      missing.set(name, { version, ...platformOf(name), ...(dev ? { dev } : {}), optional: true })
    }
  }
  return missing
}

/** `@oxlint/binding-linux-arm64-musl` → Linux, arm64, musl. */
function platformOf(name: string): Pick<LockedPackage, 'os' | 'cpu' | 'libc'> {
  const parts = name.slice(name.indexOf('/') + 1).split('-')
  const find = (known: string[]) => known.find((word) => parts.includes(word))
  const os = find([
    'android',
    'darwin',
    'freebsd',
    'openbsd',
    'netbsd',
    'linux',
    'openharmony',
    'win32',
    'sunos',
    'aix',
  ])
  const cpu = find(['arm64', 'arm', 'x64', 'ia32', 'ppc64', 'riscv64', 's390x', 'loong64', 'wasm32'])
  const libc = find(['gnu', 'gnueabihf']) ? 'glibc' : find(['musl', 'musleabihf']) ? 'musl' : undefined
  return {
    ...(cpu ? { cpu: [cpu] } : {}),
    ...(os === 'linux' && libc ? { libc: [libc] } : {}),
    ...(os ? { os: [os] } : {}),
  }
}
