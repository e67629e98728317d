/**
 * What goes on paper, said without a printer, a paper width or a format: receipts, top-ups, reports of a shift. Renderers turn
 * the same document into ESC/POS, StarPRNT, PDF, HTML and plain text. Plain JSON, so that a waiting job can hold it.
 */
export type PrintDocument = {
  /** Names the file and the browser's window; not printed. */
  title: string
  locale: 'zh-CN' | 'en'
  blocks: readonly Block[]
  /** Gives the drawer its pulse before the paper, on printers that have one. */
  opensDrawer?: boolean
}

export type Align = 'left' | 'center' | 'right'

/** 2 is twice as wide and twice as high. */
export type TextSize = 1 | 2

export type Block =
  | { kind: 'text'; text: string; align?: Align; isBold?: boolean; size?: TextSize }
  /** Two ends of a line; a left part too long for what the right one leaves takes more lines, the right stays on the last. */
  | { kind: 'row'; left: string; right: string; isBold?: boolean; size?: TextSize }
  | { kind: 'rule'; isDouble?: boolean }
  | { kind: 'gap' }
  | { kind: 'qr'; value: string; caption?: string }
