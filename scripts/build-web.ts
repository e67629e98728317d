import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { chmod, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const consoleFolder = join(root, 'web/console')

/** Where the built console lies; the server serves this folder. */
export const webDist = join(consoleFolder, 'dist')
const hashFile = join(webDist, '.build-hash')

/** All that the built files depend on. The console imports the server's shared words and its modules' pure rules. */
const sources = ['web', 'server/src/shared', 'server/src/modules', 'package-lock.json', 'scripts/build-web.ts']
const isSource = (path: string) => !path.startsWith(join(root, 'server/src/modules')) || path.endsWith('-rules.ts')

/**
 * Builds the console unless the built files come from the very same sources. Returns whether it built.
 *
 * The new files are made beside the old ones and put in place by a rename: a server that runs meanwhile never serves
 * half a build, and a build that fails leaves the old one.
 */
export async function buildWebIfStale({ log = () => {} }: { log?: (line: string) => void } = {}): Promise<boolean> {
  const hash = await hashOfSources()
  const built = await readFile(hashFile, 'utf8').catch(() => null)
  if (built === hash) return false

  log('Building the web console (once, and after each change of its sources) …')
  const startedAt = performance.now()
  const made = await mkdtemp(join(consoleFolder, '.building-'))
  try {
    await build(made)
    await compress(made)
    await writeFile(join(made, '.build-hash'), hash)
    await chmod(made, 0o755) // made for us alone, but the server may run as another user
    await putInPlace(made)
  } finally {
    await rm(made, { recursive: true, force: true })
  }
  log(`Built the web console in ${((performance.now() - startedAt) / 1000).toFixed(1)} s`)
  return true
}

async function build(outDir: string): Promise<void> {
  const { build: viteBuild } = await import('vite')
  await viteBuild({
    configFile: join(consoleFolder, 'vite.config.ts'),
    configLoader: 'native',
    logLevel: 'warn',
    build: { outDir, emptyOutDir: true },
  })
}

async function putInPlace(made: string): Promise<void> {
  const old = `${made}-old`
  if (existsSync(webDist)) await rename(webDist, old)
  await rename(made, webDist)
  await rm(old, { recursive: true, force: true })
}

async function hashOfSources(): Promise<string> {
  const files: string[] = []
  for (const source of sources) await collect(join(root, source), files)
  const hash = createHash('sha256')
  for (const file of files.filter(isSource).sort()) {
    hash.update(`${relative(root, file)}\0`)
    hash.update(await readFile(file))
  }
  return hash.digest('hex')
}

async function collect(path: string, into: string[]): Promise<void> {
  const entries = await readdir(path, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOTDIR') return null
    throw error
  })
  if (!entries) return void into.push(path)
  for (const entry of entries) {
    const isOurs = !entry.name.startsWith('.') && !['node_modules', 'dist'].includes(entry.name)
    if (!isOurs || /\.(test\.tsx?|md|sql)$/.test(entry.name)) continue
    if (entry.isDirectory()) await collect(join(path, entry.name), into)
    else into.push(join(path, entry.name))
  }
}

/** Lays a brotli and a gzip copy beside every text file, so that no server has to compress while a shop waits. */
async function compress(folder: string): Promise<void> {
  const brotli = promisify(brotliCompress)
  const zip = promisify(gzip)
  for (const name of await readdir(folder, { recursive: true })) {
    if (!/\.(js|css|html|svg|webmanifest|json)$/.test(name)) continue
    const content = await readFile(join(folder, name))
    if (content.length < 1024) continue
    await Promise.all([
      brotli(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }).then((data) =>
        writeFile(join(folder, `${name}.br`), data),
      ),
      zip(content, { level: 9 }).then((data) => writeFile(join(folder, `${name}.gz`), data)),
    ])
  }
}

if (import.meta.main) {
  const didBuild = await buildWebIfStale({ log: (line) => console.log(line) })
  if (!didBuild) console.log('The web console is up to date')
}
