import { readFileSync } from 'node:fs'
import { glob } from 'node:fs/promises'
import path from 'node:path'
import { root } from './steps.ts'

/** File → its text, by paths from the root of the project. */
export type WebFiles = ReadonlyMap<string, string>

const apps = ['console', 'portal'] as const

/**
 * Class names whose rules may be missing: used by what a page shows, and written only in sheets that neither the page nor the frame around
 * all pages loads. Such a page looks right behind another that brought the sheet, and bare to whoever opens it first.
 */
export async function findUnstyled(): Promise<string[]> {
  const files = new Map<string, string>()
  for await (const file of glob('web/{ui,api,console/src,portal/src}/**/*.{ts,tsx,css}', { cwd: root }))
    if (!/\.test\.tsx?$/.test(file)) files.set(file, readFileSync(path.join(root, file), 'utf8'))
  return apps.flatMap((app) => unstyledOf(app, files))
}

/** The same of one app and these files. Pages are what its `screens.ts` import; the frame is all of `app/` and what `main.tsx` reaches. */
export function unstyledOf(app: string, files: WebFiles): string[] {
  const source = `web/${app}/src`
  const imports = new Map([...files].map(([file, text]) => [file, importsOf(file, text, files)]))
  const pages = [...files.keys()].filter((file) => file.startsWith(source) && path.basename(file) === 'screens.ts')
  const around = [...files.keys()].filter((file) => file === `${source}/main.tsx` || file.startsWith(`${source}/app/`))
  const frame = sheetsOf(reached(around, imports, new Set(pages)))
  const definers = Map.groupBy(
    [...files].flatMap(([file, text]) =>
      file.endsWith('.css') ? [...classesIn(text)].map((name) => [name, file] as const) : [],
    ),
    ([name]) => name,
  )
  return pages.flatMap((screens) =>
    [...imports.get(screens)!].flatMap((page) => {
      const shown = reached([page], imports)
      const loaded = new Set([...frame, ...sheetsOf(shown)])
      return [...shown].flatMap((file) =>
        [...usedIn(file, files)].flatMap((name) => {
          const sheets = definers.get(name)?.map(([, sheet]) => sheet) ?? []
          if (sheets.length === 0 || sheets.some((sheet) => loaded.has(sheet))) return []
          return [`${page} does not load ${sheets.join(' or ')}, where .${name} of ${file} is written`]
        }),
      )
    }),
  )
}

/** Everything that a module brings with it, now or later; types bring nothing. */
function importsOf(file: string, text: string, files: WebFiles): ReadonlySet<string> {
  if (file.endsWith('.css')) return new Set()
  const said = [
    ...text.matchAll(/^(?:import|export)\s+(?!type\b)(?:[^'"]*?\sfrom\s+)?'([^']+)'/gm),
    ...text.matchAll(/\bimport\('([^']+)'\)/g),
  ]
  return new Set(said.flatMap(([, name]) => resolve(file, name!) ?? []).filter((target) => files.has(target)))
}

function resolve(from: string, name: string): string | null {
  const named: [string, string][] = [
    ['@staff/ui', 'web/console/src/ui/kit.ts'],
    ['@staff/api', 'web/api/api.ts'],
    ['@portal/ui', 'web/portal/src/ui/kit.ts'],
    ['@web/', 'web/'],
    ['#app/', 'web/console/src/app/'],
    ['#console/', 'web/console/src/'],
    ['#portal/', 'web/portal/src/'],
  ]
  for (const [prefix, place] of named) if (name.startsWith(prefix)) return place + name.slice(prefix.length)
  return name.startsWith('.') ? path.posix.join(path.posix.dirname(from), name) : null
}

/** These modules and all that come with them, without going through `except`. */
function reached(
  from: readonly string[],
  imports: ReadonlyMap<string, ReadonlySet<string>>,
  except: ReadonlySet<string> = new Set(),
): ReadonlySet<string> {
  const seen = new Set(from)
  for (const file of seen) for (const next of imports.get(file) ?? []) if (!except.has(next)) seen.add(next)
  return seen
}

const sheetsOf = (files: ReadonlySet<string>): string[] => [...files].filter((file) => file.endsWith('.css'))

const className = /(?<![\w-])r[gp]-[a-z][\w-]*/g

/** Classes that a selector begins with: what stands behind another one is said for that place alone. */
const classesIn = (sheet: string): ReadonlySet<string> =>
  new Set([...sheet.matchAll(/(?:^|[,{}/])\s*\.(r[gp]-[a-z][\w-]*)/g)].map(([, name]) => name!))

function usedIn(file: string, files: WebFiles): ReadonlySet<string> {
  return new Set(file.endsWith('.tsx') ? files.get(file)!.match(className) : [])
}
