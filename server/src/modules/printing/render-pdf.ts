import { type RenderOptions, toBuffer } from 'bwip-js/node'
import PDFDocument from 'pdfkit'
import type { Align, Block, PrintDocument, TextSize } from './document-types.ts'
import { printable, wrap } from './layout-rules.ts'
import { fontsFor, type PaperFonts } from './paper-fonts.ts'

const pointsPerMm = 72 / 25.4
const pageWidth = 80 * pointsPerMm
const margin = 5 * pointsPerMm
const innerWidth = pageWidth - 2 * margin
const fontSize = 8.5
const lineHeight = fontSize * 1.5
const symbolSize = 30 * pointsPerMm
/** Between the two ends of a row. */
const gutter = 8

/** A document as PDF: one page as long as the roll, its text selectable, its fonts inside. Noto Sans SC has no emoji: they are left out. */
export async function renderPdf(document: PrintDocument): Promise<Buffer> {
  const pen = new Pen(await fontsOf(document))
  const parts = await Promise.all(document.blocks.map((block) => layOut(block, pen)))
  const height = parts.reduce((sum, part) => sum + part.height, 2 * margin)
  const pdf = new PDFDocument({
    ...{ size: [pageWidth, height], margin: 0, lang: document.locale },
    info: { Title: document.title },
  })
  const bytes = collect(pdf)
  pen.moveTo(pdf)
  let y = margin
  for (const part of parts) {
    part.draw(pdf, y)
    y += part.height
  }
  pdf.end()
  return bytes
}

/** A piece of the page that knows its height before the page, as long as all of them, is made. */
type Part = { height: number; draw(pdf: PDFKit.PDFDocument, y: number): void }

type Style = { isBold?: boolean; size?: TextSize }

async function layOut(block: Block, pen: Pen): Promise<Part> {
  switch (block.kind) {
    case 'gap':
      return { height: lineHeight, draw: () => {} }
    case 'rule':
      return layOutRule(block.isDouble ?? false)
    case 'qr':
      return layOutSymbol(block, pen)
    case 'text':
      return layOutLines(wrap(block.text, innerWidth, pen.measure(block)), block, pen)
    case 'row':
      return layOutRow(block, pen)
  }
}

function layOutRule(isDouble: boolean): Part {
  const line = (pdf: PDFKit.PDFDocument, y: number) =>
    pdf
      .moveTo(margin, y)
      .lineTo(pageWidth - margin, y)
      .lineWidth(0.6)
      .stroke()
  return {
    height: lineHeight,
    draw(pdf, y) {
      line(pdf, y + lineHeight / 2)
      if (isDouble) line(pdf, y + lineHeight / 2 + 2)
    },
  }
}

async function layOutSymbol({ value, caption }: Extract<Block, { kind: 'qr' }>, pen: Pen): Promise<Part> {
  const options: RenderOptions & { eclevel: string } = { bcid: 'qrcode', text: value, eclevel: 'M', scale: 6 }
  const image: Buffer = await toBuffer(options)
  const below = layOutLines(caption ? wrap(caption, innerWidth, pen.measure({})) : [], { align: 'center' }, pen)
  return {
    height: symbolSize + lineHeight + below.height,
    draw(pdf, y) {
      pdf.image(image, (pageWidth - symbolSize) / 2, y + lineHeight / 2, { width: symbolSize })
      below.draw(pdf, y + symbolSize + lineHeight)
    },
  }
}

function layOutLines(lines: readonly string[], style: Style & { align?: Align }, pen: Pen): Part {
  const step = lineHeight * (style.size ?? 1)
  const measure = pen.measure(style)
  const shares = { left: 0, center: 0.5, right: 1 }
  return {
    height: lines.length * step,
    draw(pdf, y) {
      lines.forEach((text, index) => {
        const x = margin + (innerWidth - measure(text)) * shares[style.align ?? 'left']
        pen.write(pdf, text, style, x, y + index * step)
      })
    },
  }
}

function layOutRow(block: Extract<Block, { kind: 'row' }>, pen: Pen): Part {
  const end = printable(block.right)
  const endWidth = pen.measure(block)(end)
  const start = layOutLines(wrap(block.left, innerWidth - endWidth - gutter, pen.measure(block)), block, pen)
  const step = lineHeight * (block.size ?? 1)
  return {
    height: start.height,
    draw(pdf, y) {
      start.draw(pdf, y)
      pen.write(pdf, end, block, pageWidth - margin - endWidth, y + start.height - step)
    },
  }
}

/** Writes text of mixed scripts: each character in the font that has it. */
class Pen {
  readonly #fonts: { regular: PaperFonts; bold: PaperFonts }
  /** Measures before there is a page to write on. */
  readonly #ruler = new PDFDocument()

  constructor(fonts: { regular: PaperFonts; bold: PaperFonts }) {
    this.#fonts = fonts
    this.moveTo(this.#ruler)
  }

  moveTo(pdf: PDFKit.PDFDocument): void {
    for (const { fonts } of [this.#fonts.regular, this.#fonts.bold]) {
      for (const [name, bytes] of fonts) pdf.registerFont(name, bytes)
    }
  }

  measure(style: Style): (text: string) => number {
    return (text) => this.#runsOf(text, style).reduce((sum, { run, font }) => sum + this.#widthOf(run, font, style), 0)
  }

  write(pdf: PDFKit.PDFDocument, text: string, style: Style, x: number, y: number): void {
    let at = x
    pdf.fontSize(fontSize * (style.size ?? 1))
    for (const { run, font } of this.#runsOf(text, style)) {
      pdf.font(font).text(run, at, y, { lineBreak: false })
      at += this.#widthOf(run, font, style)
    }
  }

  #widthOf(run: string, font: string, { size = 1 }: Style): number {
    return this.#ruler
      .font(font)
      .fontSize(fontSize * size)
      .widthOfString(run)
  }

  #runsOf(text: string, { isBold }: Style): { run: string; font: string }[] {
    const runs: { run: string; font: string }[] = []
    for (const char of text) {
      const font = (isBold ? this.#fonts.bold : this.#fonts.regular).fontOf(char)
      if (font === null) continue
      const last = runs.at(-1)
      if (last?.font === font) last.run += char
      else runs.push({ run: char, font })
    }
    return runs
  }
}

async function fontsOf(document: PrintDocument): Promise<{ regular: PaperFonts; bold: PaperFonts }> {
  const textOf = (wanted: boolean) => document.blocks.map((block) => wordsOf(block, wanted)).join('')
  return { regular: await fontsFor(textOf(false), 400), bold: await fontsFor(textOf(true), 700) }
}

function wordsOf(block: Block, isBold: boolean): string {
  if (block.kind === 'qr') return isBold ? '' : (block.caption ?? '')
  if ((block.kind !== 'text' && block.kind !== 'row') || (block.isBold ?? false) !== isBold) return ''
  return block.kind === 'text' ? block.text : block.left + block.right
}

function collect(pdf: PDFKit.PDFDocument): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    pdf.on('data', (chunk: Buffer) => chunks.push(chunk))
    pdf.on('end', () => resolve(Buffer.concat(chunks)))
    pdf.on('error', reject)
  })
}
