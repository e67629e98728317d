import { existsSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import { isStampOfNow, sourcesBeforeBuild, type Stamp, stampOf } from './web-stamp.ts'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const consoleFolder = join(root, 'web/console')
const portalFolder = join(root, 'web/portal')

/** Where the built web lies, the portal in its folder `m`; the server serves this folder. */
export const webDist = join(consoleFolder, 'dist')
/** The portal's place below the console, in the folder and in addresses. */
const portalPath = 'm'
const stampFile = '.build-stamp.json'

/**
 * Builds console and portal unless the built files come from the very same sources. Returns whether it built.
 *
 * The new files are made aside and put in place by a rename: nobody ever serves half a build, and a build that fails
 * leaves the old one. A server that runs meanwhile has to be started again.
 */
export async function buildWebIfStale({ log = () => {} }: { log?: (line: string) => void } = {}): Promise<boolean> {
  if (await isFresh()) return false

  log('Building the web (once, and after each change of its sources) …')
  const startedAt = performance.now()
  const before = await sourcesBeforeBuild(root)
  const aside = join(root, '.tmp')
  await mkdir(aside, { recursive: true })
  const made = await mkdtemp(join(aside, 'web-'))
  try {
    const ofConsole = await build(consoleFolder, made)
    const ofPortal = await build(portalFolder, join(made, portalPath))
    const serverFiles = [...new Set([...ofConsole, ...ofPortal])].sort()
    await checkReferences(made)
    await checkReferences(join(made, portalPath))
    await compress(made)
    await writeFile(join(made, stampFile), JSON.stringify(stampOf(before, serverFiles)))
    await chmod(made, 0o755) // made for us alone, but the server may run as another user
    // Somebody else may have built meanwhile: theirs is as good, and may be in use already.
    if (!(await isFresh())) await putInPlace(made)
    if (!(await isFresh())) log('Sources changed while they were built: the next build takes them in')
  } finally {
    await rm(made, { recursive: true, force: true })
  }
  log(`Built the web in ${((performance.now() - startedAt) / 1000).toFixed(1)} s`)
  return true
}

async function isFresh(): Promise<boolean> {
  try {
    return await isStampOfNow(root, JSON.parse(await readFile(join(webDist, stampFile), 'utf8')) as Stamp)
  } catch {
    return false // never built, or a file it was built from is gone
  }
}

/** Builds console or portal into a folder. Returns the server's files that went in: shared words and pure rules. */
async function build(folder: string, outDir: string): Promise<string[]> {
  const { build: viteBuild } = await import('vite')
  const inputs = new Set<string>()
  await viteBuild({
    configFile: join(folder, 'vite.config.ts'),
    configLoader: 'native',
    logLevel: 'warn',
    build: { outDir, emptyOutDir: true },
    plugins: [
      {
        name: 'note-inputs',
        buildEnd() {
          for (const id of this.getModuleIds()) inputs.add(id)
        },
      },
    ],
  })
  const server = join(root, 'server') + sep
  return [...inputs].filter((id) => id.startsWith(server)).map((id) => relative(root, id))
}

/** Our own build step renames style sheets: a page must never ask for a file that is not there. */
async function checkReferences(folder: string): Promise<void> {
  const all = await readdir(folder, { recursive: true })
  const names = all.filter((name) => !name.startsWith(`${portalPath}${sep}`)) // the portal's are looked at by themselves
  const there = new Set(names.map((name) => name.replaceAll(sep, '/')))
  for (const name of names.filter((each) => /\.(js|html)$/.test(each))) {
    const text = await readFile(join(folder, name), 'utf8')
    for (const [asset] of text.matchAll(/\bassets\/[\w.-]+\.(?:css|js|woff2)\b/g)) {
      if (!there.has(asset)) throw new Error(`The build is broken: ${name} asks for ${asset}, which was not made`)
    }
  }
}

async function putInPlace(made: string): Promise<void> {
  const old = `${made}-old`
  if (existsSync(webDist)) await rename(webDist, old)
  await rename(made, webDist)
  await rm(old, { recursive: true, force: true })
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
  if (!didBuild) console.log('The web is up to date')
}
