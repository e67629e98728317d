import type { PrintDocument } from './document-types.ts'
import { renderEscPos } from './escpos-rules.ts'
import { renderText } from './layout-rules.ts'
import { makePdf } from './make-pdf.ts'
import { htmlPolicy, renderHtml } from './render-html.ts'
import { renderStar } from './star-rules.ts'

export type PaperFile = 'pdf' | 'html' | 'text' | 'escpos' | 'star'

/** A document as a file; `policy` is the Content-Security-Policy that a page needs. */
export type PaperFormat = { bytes: Buffer | string; type: string; name: string; policy: string | null }

const widest = 48

/** The document in one of its formats. `columns` is the width of a roll: 32 for 58 mm, 48 (when absent) for 80 mm. */
export async function renderPaper(document: PrintDocument, format: PaperFile, columns = widest): Promise<PaperFormat> {
  const printer = { columns, hasCutter: true, hasDrawer: false }
  const named = (extension: string) => ({ name: `${document.title}.${extension}`, policy: null })
  switch (format) {
    case 'pdf':
      return { ...named('pdf'), type: 'application/pdf', bytes: await makePdf(document) }
    case 'html':
      return { ...named('html'), type: 'text/html; charset=utf-8', bytes: renderHtml(document), policy: htmlPolicy }
    case 'text':
      return { ...named('txt'), type: 'text/plain; charset=utf-8', bytes: renderText(document, columns) }
    case 'escpos':
      return { ...named('bin'), type: 'application/octet-stream', bytes: Buffer.from(renderEscPos(document, printer)) }
    case 'star':
      return { ...named('bin'), type: 'application/octet-stream', bytes: Buffer.from(renderStar(document, printer)) }
  }
}
