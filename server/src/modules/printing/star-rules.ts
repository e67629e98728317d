import { transform } from 'receiptline'
import type { PrintDocument } from './document-types.ts'
import type { PaperPrinter } from './escpos-rules.ts'
import { type LaidLine, layOut } from './layout-rules.ts'

/**
 * A document as StarPRNT, the language of Star's printers, in GB 18030, written by `receiptline`.
 *
 * Lines are laid out before, so that every printer breaks them alike; the library only chooses the commands.
 */
export function renderStar(document: PrintDocument, printer: PaperPrinter): Uint8Array {
  const opening = document.opensDrawer && printer.hasDrawer ? [`{command:${drawerPulse}}`] : []
  const isPaper = document.blocks.length > 0
  const closing = printer.hasCutter && isPaper ? ['='] : []
  const markup = [...opening, ...layOut(document, printer.columns).map(markUp), ...closing].join('\n')
  return Buffer.from(
    transform(markup, {
      cpl: printer.columns,
      encoding: 'gb18030',
      command: 'starmbcs2',
      cutting: printer.hasCutter && isPaper,
    }),
    'latin1',
  )
}

/** BEL drives the drawer at once. */
const drawerPulse = '\\x07'

function markUp(line: LaidLine): string {
  if (line.kind === 'qr') return `{code:${escapeValue(line.value)};option:qrcode,6,M}`
  const escaped = escapeText(line.text)
  const big = line.size === 2 ? `^^^${escaped}` : escaped
  const marked = line.isBold ? `"${big}"` : big
  if (line.align === 'center') return marked === '' ? '|' : marked
  return line.align === 'right' ? `${marked}|` : `|${marked}`
}

/** A space at the end of a column would be an alignment: `~` is a space that stays. */
function escapeText(text: string): string {
  return text
    .replace(/[\\|{}_"`^~]/g, (char) => `\\${char}`)
    .replace(/^[-=]+$/, (rule) => `\\${rule[0]}${rule.slice(1)}`)
    .replaceAll(' ', '~')
}

function escapeValue(value: string): string {
  return value.replace(/[\\|{}:;]/g, (char) => `\\${char}`)
}
