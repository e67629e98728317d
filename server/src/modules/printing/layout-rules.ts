import { eastAsianWidth } from 'get-east-asian-width'
import type { Align, Block, PrintDocument, TextSize } from './document-types.ts'

/** One line of paper, or a symbol. `text` fits the columns it was laid out for; a row's ends are joined by spaces. */
export type LaidLine =
  | { kind: 'text'; text: string; align: Align; isBold: boolean; size: TextSize }
  | { kind: 'qr'; value: string }

const graphemes = new Intl.Segmenter('zh', { granularity: 'grapheme' })

/**
 * How many half-width columns a text takes. Printers set what GB 18030 writes in two bytes two columns wide, so signs of
 * ambiguous width (×, …, °) count two.
 */
export function columnsOf(text: string): number {
  let columns = 0
  for (const { segment } of graphemes.segment(text)) columns += columnsOfGrapheme(segment)
  return columns
}

function columnsOfGrapheme(grapheme: string): number {
  return eastAsianWidth(grapheme.codePointAt(0)!, { ambiguousAsWide: true })
}

/** Lays a document out for a paper of `columns` half-width characters: 32 on 58 mm, 48 on 80 mm. */
export function layOut(document: Pick<PrintDocument, 'blocks'>, columns: number): LaidLine[] {
  return document.blocks.flatMap((block) => layOutBlock(forRoll(block), columns))
}

/** ¥ (U+00A5) has no two-byte code in GB 18030 and prints as noise: the full-width ￥ has one. */
function forRoll(block: Block): Block {
  const wide = (text: string) => text.replaceAll('¥', '￥')
  if (block.kind === 'text') return { ...block, text: wide(block.text) }
  return block.kind === 'row' ? { ...block, left: wide(block.left), right: wide(block.right) } : block
}

/** The same as plain text: no bold, no size, a symbol as what it says. */
export function renderText(document: PrintDocument, columns: number): string {
  const blocks = document.blocks.map((block): Block => ('size' in block ? { ...block, size: 1 } : block))
  const lines = layOut({ blocks }, columns).map((line) => {
    if (line.kind === 'qr') return line.value
    const free = Math.max(0, columns - columnsOf(line.text))
    if (line.align === 'center') return ' '.repeat(Math.floor(free / 2)) + line.text
    return line.align === 'right' ? ' '.repeat(free) + line.text : line.text
  })
  return lines.map((line) => `${line.trimEnd()}\n`).join('')
}

function layOutBlock(block: Block, columns: number): LaidLine[] {
  switch (block.kind) {
    case 'gap':
      return [plain('')]
    case 'rule':
      return [plain((block.isDouble ? '=' : '-').repeat(columns))]
    case 'qr':
      return [
        { kind: 'qr', value: block.value },
        ...(block.caption ? wrap(block.caption, columns).map((text) => plain(text, { align: 'center' })) : []),
      ]
    case 'text':
      return wrap(block.text, widthFor(block, columns)).map((text) => plain(text, block))
    case 'row':
      return layOutRow(block.left, block.right, widthFor(block, columns)).map((text) => plain(text, block))
  }
}

function widthFor({ size = 1 }: { size?: TextSize }, columns: number): number {
  return Math.floor(columns / size)
}

function plain(
  text: string,
  { align = 'left', isBold = false, size = 1 }: { align?: Align; isBold?: boolean; size?: TextSize } = {},
): LaidLine {
  return { kind: 'text', text, align, isBold, size }
}

function layOutRow(left: string, right: string, columns: number): string[] {
  const end = printable(right)
  const endColumns = columnsOf(end)
  // An amount is never broken; beside one that takes most of the line nothing else can stand.
  if (endColumns > columns / 2) {
    const above = left === '' ? [] : wrap(left, columns)
    return [...above, ...wrap(end, columns).map((text) => ' '.repeat(columns - columnsOf(text)) + text)]
  }
  const lines = wrap(left, columns - endColumns - (endColumns > 0 ? 1 : 0))
  const last = lines.pop() ?? ''
  return [...lines, last + ' '.repeat(columns - columnsOf(last) - endColumns) + end]
}

/**
 * Breaks a text at spaces and between wide characters; a longer word is broken where the line ends. Keeps its line breaks.
 * `limit` is in the unit of `measure`: columns of a roll, or points of a page.
 */
export function wrap(text: string, limit: number, measure: Measure = columnsOf): string[] {
  return text.split(/\r\n|\r|\n/).flatMap((paragraph) => wrapParagraph(printable(paragraph), limit, measure))
}

export type Measure = (text: string) => number

function wrapParagraph(text: string, limit: number, measure: Measure): string[] {
  const lines: string[] = []
  let line = ''
  const endLine = () => {
    lines.push(line.trimEnd())
    line = ''
  }
  for (const word of wordsOf(text)) {
    if (measure(line + word) <= limit) line += word
    else if (word === ' ') endLine()
    else {
      if (line !== '') endLine()
      for (const part of breakWord(word, limit, measure)) {
        if (line !== '') endLine()
        line = part
      }
    }
  }
  lines.push(line.trimEnd())
  return lines
}

/** Signs that belong to what follows, as ￥ to its amount, and those that belong to what stands before them: no line parts them. */
const openings = /^[￥¥（《〈【「“‘([]$/
const closings = /^[，。、；：！？％）》〉】」”’,.;:!?%)\]]$/

/** Spaces, wide characters and words, each as what may begin a line. */
function wordsOf(text: string): string[] {
  const words: string[] = []
  let word = ''
  const endWord = () => {
    if (word !== '') words.push(word)
    word = ''
  }
  for (const { segment } of graphemes.segment(text)) {
    if (segment === ' ') {
      endWord()
      words.push(segment)
    } else if (openings.test(segment)) {
      if (!isOpen(word)) endWord()
      word += segment
    } else if (closings.test(segment)) {
      const before = word === '' && words.at(-1) !== ' ' ? words.pop() : undefined
      word = (before ?? word) + segment
    } else if (columnsOfGrapheme(segment) < 2) {
      if (columnsOfGrapheme([...word].at(-1) ?? 'a') > 1 && !isOpen(word)) endWord()
      word += segment
    } else {
      if (!isOpen(word)) endWord()
      word += segment
      endWord()
    }
  }
  endWord()
  return words
}

/** Ends with a sign that takes what follows along. */
function isOpen(word: string): boolean {
  return openings.test([...word].at(-1) ?? '')
}

function breakWord(word: string, limit: number, measure: Measure): string[] {
  const parts: string[] = []
  let part = ''
  for (const { segment } of graphemes.segment(word)) {
    if (part !== '' && measure(part + segment) > limit) {
      parts.push(part)
      part = ''
    }
    part += segment
  }
  return [...parts, part]
}

/** Control characters would be commands to a printer: names and notes are text, whatever was typed into them. */
export function printable(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g, (char) =>
    char === '\t' ? ' ' : '',
  )
}
