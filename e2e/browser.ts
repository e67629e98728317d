import { execFileSync } from 'node:child_process'
import { createReadStream, createWriteStream, existsSync, readFileSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { homedir, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { fileURLToPath } from 'node:url'
import { createBrotliDecompress } from 'node:zlib'
import { chromium, type Browser, type BrowserContext, type BrowserContextOptions } from 'playwright-core'
import decompressWoff2 from 'woff2-encoder/decompress'

const FLAGS = [
  '--no-sandbox', // root may not use the sandbox, and every page opened here is our own
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--font-render-hinting=none', // the same letter widths on every machine
]

const SYSTEM_BROWSERS = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
]

type Program = { executablePath: string; env: Record<string, string> }

/**
 * Starts a headless Chromium: `CHROMIUM_PATH`, else the machine's own, else the one inside an npm package.
 *
 * A bare machine has neither the libraries nor a font with Chinese glyphs, so the packed browser brings both.
 */
export async function launchBrowser(): Promise<Browser> {
  const { executablePath, env } = await findProgram()
  return chromium.launch({ executablePath, headless: true, args: FLAGS, env: { ...definedEnv(), ...env } })
}

/**
 * A browser whose storage lies in a folder and outlives it: closed or killed and opened again, it is the same device.
 */
export async function launchProfile(folder: string, options: BrowserContextOptions): Promise<BrowserContext> {
  const { executablePath, env } = await findProgram()
  const launch = { executablePath, headless: true, args: FLAGS, env: { ...definedEnv(), ...env } }
  return chromium.launchPersistentContext(folder, { ...launch, ...options })
}

async function findProgram(): Promise<Program> {
  const own = process.env['CHROMIUM_PATH'] ?? SYSTEM_BROWSERS.find((path) => existsSync(path))
  if (process.platform !== 'linux') {
    if (own) return { executablePath: own, env: {} }
    throw new Error('No Chrome, Chromium or Edge was found. Install one, or name it with CHROMIUM_PATH.')
  }
  if (!own && process.arch !== 'x64') {
    throw new Error('The packed Chromium is for x64 only. Install chromium, or name one with CHROMIUM_PATH.')
  }
  const fonts = await unpackOnce(`fonts-${versionOf(fontPackage())}`, unpackFonts)
  const env = { FONTCONFIG_FILE: join(fonts, 'fonts.conf') }
  if (own) return { executablePath: own, env }

  const packed = await unpackOnce(`chromium-${versionOf(chromiumPackage())}`, unpackChromium)
  const libraries = [join(packed, 'lib'), process.env['LD_LIBRARY_PATH']].filter(Boolean).join(':')
  return { executablePath: join(packed, 'chromium'), env: { ...env, LD_LIBRARY_PATH: libraries } }
}

function chromiumPackage(): string {
  return join(dirname(fileURLToPath(import.meta.resolve('@sparticuz/chromium'))), '..', '..')
}

function fontPackage(): string {
  return dirname(fileURLToPath(import.meta.resolve('@fontsource-variable/noto-sans-sc/package.json')))
}

function versionOf(packageFolder: string): string {
  const manifest: { version: string } = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8'))
  return manifest.version
}

/**
 * Runs `unpack` into the cache folder `name` unless an earlier run did.
 *
 * Test files start at the same time: each unpacks beside the final place and renames, so that
 * nobody ever sees half a browser. Whoever comes second throws their copy away.
 */
async function unpackOnce(name: string, unpack: (into: string) => Promise<void>): Promise<string> {
  const cache = await writableCache()
  const place = join(cache, name)
  if (existsSync(place)) return place
  const partial = await mkdtemp(join(cache, `${name}-partial-`))
  try {
    await unpack(partial)
    await rename(partial, place)
  } catch (error) {
    await rm(partial, { recursive: true, force: true })
    if (!existsSync(place)) throw error
  }
  return place
}

async function writableCache(): Promise<string> {
  const usual = process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache')
  // A service account may have a home that does not exist; then a folder of its own under /tmp serves.
  for (const base of [usual, join(tmpdir(), `regulars-cache-${process.getuid?.() ?? 'user'}`)]) {
    const cache = join(base, 'regulars')
    const made = await mkdir(cache, { recursive: true, mode: 0o700 }).then(
      () => true,
      () => false,
    )
    if (made) return cache
  }
  throw new Error(`Neither ${usual} nor ${tmpdir()} can be written: set XDG_CACHE_HOME to a folder that can.`)
}

async function unpackChromium(into: string): Promise<void> {
  const bin = join(chromiumPackage(), 'bin')
  const libraries = join(into, 'libraries.tar')
  await Promise.all([
    unpackBrotli(join(bin, 'chromium.br'), join(into, 'chromium'), 0o755),
    unpackBrotli(join(bin, 'al2023.tar.br'), libraries),
  ])
  execFileSync('tar', ['-xf', libraries, '-C', into])
  await rm(libraries)
}

function unpackBrotli(from: string, to: string, mode = 0o644): Promise<void> {
  return pipeline(createReadStream(from), createBrotliDecompress(), createWriteStream(to, { mode }))
}

/**
 * The console's own web font as system fonts, for pages and tests that load none.
 *
 * The packed browser cannot read WOFF2 from the system's font folders, only from the web.
 */
async function unpackFonts(into: string): Promise<void> {
  const from = join(fontPackage(), 'files')
  for (const file of await readdir(from)) {
    const font = await decompressWoff2(await readFile(join(from, file)))
    await writeFile(join(into, file.replace(/\.woff2$/, '.ttf')), font)
  }
  await writeFile(join(into, 'fonts.conf'), FONT_CONFIG)
}

const FONT_CONFIG = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <dir prefix="relative">.</dir>
  <cachedir prefix="xdg">fontconfig</cachedir>
</fontconfig>
`

function definedEnv(): Record<string, string> {
  return Object.fromEntries(Object.entries(process.env).flatMap(([key, value]) => (value ? [[key, value]] : [])))
}
