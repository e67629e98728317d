import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import subsetFont from 'subset-font'

const require = createRequire(import.meta.url)
const folder = path.dirname(require.resolve('@fontsource-variable/noto-sans-sc/package.json'))

/** One file of the font family holds some of its characters, as the family's own list says. */
type Part = { name: string; file: string; ranges: readonly (readonly [number, number])[] }

let parts: Promise<Part[]> | null = null

function readParts(): Promise<Part[]> {
  parts ??= readFile(path.join(folder, 'unicode.json'), 'utf8').then((text) =>
    Object.entries(JSON.parse(text) as Record<string, string>).map(([key, ranges]) => {
      const name = key.replace(/[[\]]/g, '')
      return {
        name,
        file: path.join(folder, 'files', `noto-sans-sc-${name}-wght-normal.woff2`),
        ranges: ranges.split(',').map((range) => {
          const [from, to] = range.slice(2).split('-')
          return [Number.parseInt(from!, 16), Number.parseInt(to ?? from!, 16)] as const
        }),
      }
    }),
  )
  return parts
}

/** The fonts that a text needs, each cut to the characters it is needed for, and which one draws a character. */
export type PaperFonts = {
  fonts: ReadonlyMap<string, Buffer>
  /** The name in `fonts`; null for a character that no font has. */
  fontOf(char: string): string | null
}

/** Noto Sans SC at a weight (400 regular, 700 bold) for just the characters of `text`, as TrueType. */
export async function fontsFor(text: string, weight: 400 | 700): Promise<PaperFonts> {
  const all = await readParts()
  const partOf = (char: string) => {
    const code = char.codePointAt(0)!
    return all.find(({ ranges }) => ranges.some(([from, to]) => code >= from && code <= to))
  }
  const needed = new Map<Part, string>()
  for (const char of new Set(text)) {
    const part = partOf(char)
    if (part) needed.set(part, (needed.get(part) ?? '') + char)
  }
  const fonts = new Map<string, Buffer>()
  for (const [{ name, file }, chars] of needed) {
    const variationAxes = { wght: weight }
    fonts.set(
      `${name}-${weight}`,
      await subsetFont(await readFile(file), chars, { targetFormat: 'truetype', variationAxes }),
    )
  }
  return {
    fonts,
    fontOf: (char) => {
      const part = partOf(char)
      return part ? `${part.name}-${weight}` : null
    },
  }
}
