import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** What a build of the web was made from: the server's files that went in, and the hash of those and all of the web. */
export type Stamp = { serverFiles: string[]; hash: string }

/** Hashes of files, by their names below the root. */
export type Digests = ReadonlyMap<string, string>

/** What the web is always made from, whatever it imports. */
async function ownSources(root: string): Promise<string[]> {
  const names = await readdir(join(root, 'web'), { recursive: true })
  const isSource = (name: string) =>
    /\.[a-z0-9]+$/.test(name) &&
    !/\.(test\.tsx?|md)$/.test(name) &&
    !/(^|[/\\])(dist|node_modules|\.[^/\\]+)[/\\]/.test(name)
  const scripts = ['package-lock.json', 'scripts/build-web.ts', 'scripts/web-stamp.ts']
  return [...scripts, ...names.filter(isSource).map((name) => join('web', name))]
}

/** All files of the server: which of them the web imports, only its build can tell. */
async function serverSources(root: string): Promise<string[]> {
  const names = await readdir(join(root, 'server/src'), { recursive: true })
  return names.filter((name) => name.endsWith('.ts')).map((name) => join('server/src', name))
}

async function digest(root: string, files: readonly string[]): Promise<Digests> {
  const digests = new Map<string, string>()
  for (const file of files) {
    const content = await readFile(join(root, file))
    digests.set(file, createHash('sha256').update(content).digest('hex'))
  }
  return digests
}

/**
 * Everything that a build may read, as it stands before the build begins. A stamp made afterwards from the files themselves would
 * vouch for what somebody wrote while the build was running, and which it may not have seen.
 */
export async function sourcesBeforeBuild(root: string): Promise<Digests> {
  return digest(root, [...(await ownSources(root)), ...(await serverSources(root))])
}

/** The stamp of a build that began with `before` and took in these files of the server. */
export function stampOf(before: Digests, serverFiles: readonly string[]): Stamp {
  const imported = new Set(serverFiles)
  const sources = new Map([...before].filter(([file]) => imported.has(file) || !file.startsWith(join('server', 'src'))))
  return { serverFiles: [...serverFiles], hash: hashOf(sources) }
}

/** Whether the sources are those of the stamp, to the letter. */
export async function isStampOfNow(root: string, { serverFiles, hash }: Stamp): Promise<boolean> {
  return hash === hashOf(await digest(root, [...(await ownSources(root)), ...serverFiles]))
}

function hashOf(digests: Digests): string {
  const hash = createHash('sha256')
  for (const file of [...digests.keys()].sort()) hash.update(`${file}\0${digests.get(file)}\0`)
  return hash.digest('hex')
}
