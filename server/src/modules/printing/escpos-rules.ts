import iconv from 'iconv-lite'
import type { PrintDocument } from './document-types.ts'
import { type LaidLine, layOut } from './layout-rules.ts'

/** What a printer can do, as far as its bytes depend on it. */
export type PaperPrinter = {
  /** Half-width characters a line: 32 on 58 mm paper, 48 on 80 mm. */
  columns: number
  hasCutter: boolean
  hasDrawer: boolean
}

const esc = 0x1b
const fs = 0x1c
const gs = 0x1d
const lineFeed = 0x0a
const alignments = { left: 0, center: 1, right: 2 } as const
const qrCapacity = 2_953

/**
 * A document as ESC/POS, Epson's printer language, with Chinese in Hanzi mode (FS &) as GB 18030: these printers know no UTF-8.
 *
 * Drawer first (ESC p, pin 2, 50 ms on, 500 ms off), then the lines, then feed and partial cut (GS V 66). Without a line to print no
 * paper is fed: then it is the drawer alone.
 */
export function renderEscPos(document: PrintDocument, printer: PaperPrinter): Uint8Array {
  const bytes: number[] = [esc, 0x40, fs, 0x26]
  if (document.opensDrawer && printer.hasDrawer) bytes.push(...drawerPulse)
  if (document.blocks.length === 0) return Uint8Array.from(bytes)
  for (const line of layOut(document, printer.columns)) bytes.push(...(line.kind === 'qr' ? qr(line) : text(line)))
  bytes.push(fs, 0x2e, ...(printer.hasCutter ? [gs, 0x56, 0x42, 0x00] : [esc, 0x64, 0x04]))
  return Uint8Array.from(bytes)
}

const drawerPulse = [esc, 0x70, 0x00, 0x19, 0xfa]

function text({ text, align, isBold, size }: Extract<LaidLine, { kind: 'text' }>): number[] {
  return [
    ...[esc, 0x61, alignments[align]],
    ...[esc, 0x45, isBold ? 1 : 0],
    ...[gs, 0x21, size === 2 ? 0x11 : 0x00],
    ...iconv.encode(text, 'gb18030'),
    lineFeed,
  ]
}

/** Model 2, module 6 dots, error correction M: store (fn 80), then print (fn 81). */
function qr({ value }: { value: string }): number[] {
  const data = new TextEncoder().encode(value).subarray(0, qrCapacity)
  const stored = data.length + 3
  return [
    ...[esc, 0x61, 1],
    ...[gs, 0x28, 0x6b, 4, 0, 0x31, 0x41, 0x32, 0x00],
    ...[gs, 0x28, 0x6b, 3, 0, 0x31, 0x43, 6],
    ...[gs, 0x28, 0x6b, 3, 0, 0x31, 0x45, 0x31],
    ...[gs, 0x28, 0x6b, stored & 0xff, stored >> 8, 0x31, 0x50, 0x30, ...data],
    ...[gs, 0x28, 0x6b, 3, 0, 0x31, 0x51, 0x30],
    lineFeed,
  ]
}
