import { createHash } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Plugin, Rolldown } from 'vite'

type Bundle = Rolldown.OutputBundle

/** Folders whose elements carry other class names than the folder's own. */
const classNames: Record<string, string[]> = {
  button: ['btn'],
  'date-picker': ['picker', 'calendar-picker'],
  'float-button': ['float-btn'],
  grid: ['col', 'row'],
  'qr-code': ['qrcode'],
  'time-picker': ['picker'],
}

/** Files that other components take from a folder without using its component. */
const isBorrowed = /\/(style|locale)\/|Context\.js$|^color-picker\/(color|util|components\/ColorPresets)\.js$/

/**
 * Leaves out of the built style sheet what belongs to Ant Design components that no screen uses.
 *
 * Ant Design's static file holds a megabyte for all its components, and every rule costs at each change on a till's
 * slow processor. A selector that asks for a class which no element can carry never matches: it goes, and so does a
 * rule without selectors. A component counts as used when a file of its folder is in the bundle,
 * unless it is one that other components borrow.
 */
export function unusedAntStyles(): Plugin {
  return {
    name: 'unused-ant-styles',
    apply: 'build',
    enforce: 'post',
    generateBundle(_, bundle) {
      const used = new Set<string>()
      for (const file of Object.values(bundle)) {
        if (file.type !== 'chunk') continue
        for (const id of Object.keys(file.modules)) {
          const [, folder, rest = ''] = /[/\\]antd[/\\]es[/\\]([^/\\]+)[/\\](.+)$/.exec(id) ?? []
          if (folder && !isBorrowed.test(`${folder}/${rest.replaceAll('\\', '/')}`)) used.add(folder)
        }
      }
      const gone = unusedClasses(used)
      for (const file of Object.values(bundle)) {
        if (file.type !== 'asset' || !file.fileName.endsWith('.css')) continue
        const whole = file.source.toString()
        const left = withoutClasses(whole, gone)
        if (left.length === whole.length) continue
        file.source = left
        rename(bundle, file.fileName, nameFor(file.fileName, left))
      }
    },
  }
}

/** The name was given before the rules went: it must follow the content, since browsers keep files by name for ever. */
function nameFor(fileName: string, content: string): string {
  const hash = createHash('sha256').update(content).digest('base64url').slice(0, 8)
  return fileName.replace(/-[\w-]{8}\.css$/, `-${hash}.css`)
}

/** Names stand in pages, in scripts, and in the notes from which Vite writes what a lazy page preloads. */
function rename(bundle: Bundle, from: string, to: string): void {
  for (const file of Object.values(bundle)) {
    if (file.fileName === from) file.fileName = to
    else if (file.type === 'chunk') {
      file.code = file.code.replaceAll(from, to)
      const notes = file.viteMetadata?.importedCss
      if (notes?.delete(from)) notes.add(to)
    } else if (file.fileName.endsWith('.html')) file.source = file.source.toString().replaceAll(from, to)
  }
}

function unusedClasses(used: ReadonlySet<string>): string[] {
  const folders = readdirSync(join(dirname(fileURLToPath(import.meta.resolve('antd/package.json'))), 'es'))
  const namesOf = (folder: string) => classNames[folder] ?? [folder]
  const kept = new Set([...used].flatMap(namesOf))
  return folders
    .filter((folder) => /^[a-z]/.test(folder) && !folder.includes('.') && !used.has(folder))
    .flatMap(namesOf)
    .filter((name) => !kept.has(name))
}

/** Drops the selectors that mention `.ant-<name>` or a part of it, for each name; rules and at-rules left empty go too. */
export function withoutClasses(css: string, names: readonly string[]): string {
  if (names.length === 0) return css
  const mentions = new RegExp(`\\.ant-(?:${names.join('|')})(?![a-z0-9])`)
  return rulesOf(css)
    .map(({ head, body }) => {
      if (body === null) return head
      if (/^@(media|supports|container|layer)\b/.test(head)) {
        const inner = withoutClasses(body, names)
        return inner === '' ? '' : `${head}{${inner}}`
      }
      if (head.startsWith('@')) return `${head}{${body}}`
      const selectors = splitSelectors(head).filter(
        (selector) => !mentions.test(selector.replace(/:not\([^)]*\)/g, '')),
      )
      return selectors.length === 0 ? '' : `${selectors.join(',')}{${body}}`
    })
    .join('')
}

type Rule = { head: string; body: string | null }

/** Cuts a style sheet at its top level. Strings may hold braces; comments were taken out by the minifier. */
function rulesOf(css: string): Rule[] {
  const rules: Rule[] = []
  let start = 0
  let open = -1
  let depth = 0
  let quote = ''
  for (let i = 0; i < css.length; i++) {
    const letter = css[i]!
    if (quote) {
      if (letter === '\\') i++
      else if (letter === quote) quote = ''
      continue
    }
    if (letter === '"' || letter === "'") quote = letter
    else if (letter === '{' && depth++ === 0) open = i
    else if (letter === '}' && --depth === 0) {
      rules.push({ head: css.slice(start, open).trim(), body: css.slice(open + 1, i) })
      start = i + 1
    } else if (letter === ';' && depth === 0) {
      rules.push({ head: css.slice(start, i + 1), body: null })
      start = i + 1
    }
  }
  return rules
}

/** Splits a selector list at its own commas, not at those inside `:is(…)` or an attribute. */
function splitSelectors(list: string): string[] {
  const selectors: string[] = []
  let depth = 0
  let start = 0
  for (let i = 0; i < list.length; i++) {
    const letter = list[i]!
    if (letter === '(' || letter === '[') depth++
    else if (letter === ')' || letter === ']') depth--
    else if (letter === ',' && depth === 0) {
      selectors.push(list.slice(start, i))
      start = i + 1
    }
  }
  return [...selectors, list.slice(start)]
}
