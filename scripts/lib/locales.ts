import { readdirSync, readFileSync } from 'node:fs'
import { glob } from 'node:fs/promises'
import path from 'node:path'
import { root } from './steps.ts'

/** Console and portal have sentences of their own; what both share in `ui` and `api` may name either's. */
const apps = ['console', 'portal'] as const

/** Key → sentence, plural forms apart: `hands.title_one`. */
export type Sentences = Map<string, string>

/** What is wrong with the web's sentences: missing in a language, unlike placeholders, never shown. */
export async function findLocaleProblems(): Promise<string[]> {
  const problems: string[] = []
  for (const app of apps) {
    const zh = readLanguage(app, 'zh')
    const en = readLanguage(app, 'en')
    const found = [...compareLanguages(zh, en), ...findUnused(zh, await readSources(app))]
    problems.push(...found.map((problem) => `${app}: ${problem}`))
  }
  return problems
}

/** Chinese decides which sentences there are. English needs each, with the same placeholders, and a singular of its own. */
export function compareLanguages(zh: Sentences, en: Sentences): string[] {
  const problems: string[] = []
  for (const [key, sentence] of zh) {
    const translated = en.get(key)
    if (!sentence.trim()) problems.push(`zh ${key} is empty`)
    if (translated === undefined) problems.push(`en ${key} is missing: ${sentence}`)
    else if (placeholders(translated) !== placeholders(sentence))
      problems.push(
        `${key} has other placeholders in en (${placeholders(translated)}) than in zh (${placeholders(sentence)})`,
      )
    if (key.endsWith('_other') && !en.has(key.replace(/_other$/, '_one')))
      problems.push(`en ${key} has no _one beside it`)
  }
  for (const [key, sentence] of en) {
    if (!zh.has(key.replace(/_one$/, '_other'))) problems.push(`zh ${key} is missing: ${sentence}`)
    // The language's own name is written in its own script, wherever it stands.
    if (/\p{Script=Han}/u.test(sentence) && sentence !== zh.get(key))
      problems.push(`en ${key} is in Chinese: ${sentence}`)
  }
  return problems
}

/** Sentences that no source names, neither whole nor by a template such as `home.hands.${kind}.title`. */
export function findUnused(sentences: Sentences, sources: string[]): string[] {
  const named = new Set<string>()
  const templates: RegExp[] = []
  for (const source of sources) {
    for (const [, literal] of source.matchAll(/['"]([\w-]+(?:\.[\w-]+)+)['"]/g)) named.add(literal!)
    for (const [, template] of source.matchAll(/`([\w-]+\.[^`\s]*\$\{[^`]*)`/g)) templates.push(patternOf(template!))
  }
  return [...sentences.keys()]
    .map((key) => key.replace(/_(one|other)$/, ''))
    .filter((key) => !named.has(key) && !templates.some((template) => template.test(key)))
    .map((key) => `${key} is never shown`)
}

function patternOf(template: string): RegExp {
  const parts = template.split(/\$\{[^}]*\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${parts.join('[\\w.-]+')}$`)
}

function placeholders(sentence: string): string {
  const names = [...sentence.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name!)
  return [...new Set(names)].sort().join(', ') || 'none'
}

function readLanguage(app: string, language: string): Sentences {
  const dir = path.join(root, 'web', app, 'src/locales', language)
  const files = readdirSync(dir).filter((file) => file.endsWith('.json'))
  return new Map(
    files.flatMap((file) => {
      const tree: unknown = JSON.parse(readFileSync(path.join(dir, file), 'utf8'))
      return flatten(path.basename(file, '.json'), tree)
    }),
  )
}

function flatten(key: string, tree: unknown): [string, string][] {
  if (typeof tree === 'string') return [[key, tree]]
  return Object.entries(tree as Record<string, unknown>).flatMap(([name, branch]) => flatten(`${key}.${name}`, branch))
}

async function readSources(app: string): Promise<string[]> {
  const sources: string[] = []
  for await (const file of glob(`web/{ui,api,${app}/src}/**/*.{ts,tsx}`, { cwd: root })) {
    sources.push(readFileSync(path.join(root, file), 'utf8'))
  }
  return sources
}
