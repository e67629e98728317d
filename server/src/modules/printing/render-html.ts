import { createHash } from 'node:crypto'
import { drawingSVG, qrcode, type RenderOptions } from 'bwip-js/node'
import type { Block, PrintDocument } from './document-types.ts'

const style = `
@page { size: 80mm auto; margin: 4mm }
body { font: 13px/1.45 'Noto Sans SC', 'PingFang SC', 'Microsoft YaHei', sans-serif; color: #1d1c19; background: #fff; max-width: 72mm; margin: 0 auto; padding: 4mm }
p { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere }
.row { display: flex; justify-content: space-between; gap: 8px }
.row > :first-child { overflow-wrap: anywhere }
.row > :last-child { white-space: nowrap; font-variant-numeric: tabular-nums }
.center { text-align: center } .right { text-align: right }
.bold { font-weight: 700 } .large { font-size: 20px }
hr { border: 0; border-top: 1px dashed #1d1c19; margin: 6px 0 } hr.double { border-top: 3px double #1d1c19 }
.gap { height: 10px }
figure { margin: 8px 0; text-align: center } figure svg { width: 34mm; height: 34mm }
figcaption { font-size: 12px }
`

/** What the answer's Content-Security-Policy must allow: this style, and nothing else. */
export const htmlPolicy = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'`

/** A document as a page of its own that prints on a roll or on a sheet. Everything typed by people is escaped. */
export function renderHtml(document: PrintDocument): string {
  return `<!doctype html>
<html lang="${document.locale}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escape(document.title)}</title><style>${style}</style></head>
<body>
${document.blocks.map(renderBlock).join('\n')}
</body>
</html>
`
}

function renderBlock(block: Block): string {
  switch (block.kind) {
    case 'gap':
      return '<div class="gap"></div>'
    case 'rule':
      return block.isDouble ? '<hr class="double">' : '<hr>'
    case 'qr':
      return `<figure>${qrcode({ bcid: 'qrcode', text: block.value, eclevel: 'M' } as RenderOptions, drawingSVG())}${
        block.caption ? `<figcaption>${escape(block.caption)}</figcaption>` : ''
      }</figure>`
    case 'text':
      return `<p${classes([block.align ?? '', ...weight(block)])}>${escape(block.text)}</p>`
    case 'row':
      return `<p${classes(['row', ...weight(block)])}><span>${escape(block.left)}</span><span>${escape(block.right)}</span></p>`
  }
}

function weight({ isBold, size }: { isBold?: boolean; size?: 1 | 2 }): string[] {
  return [isBold ? 'bold' : '', size === 2 ? 'large' : '']
}

function classes(names: readonly string[]): string {
  const used = names.filter((name) => name !== '' && name !== 'left')
  return used.length === 0 ? '' : ` class="${used.join(' ')}"`
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (char) => entities[char]!)
}
