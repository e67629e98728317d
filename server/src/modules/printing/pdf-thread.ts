import { parentPort } from 'node:worker_threads'
import type { PrintDocument } from './document-types.ts'
import { renderPdf } from './render-pdf.ts'

/** The thread of `make-pdf.ts`: one document in, its bytes or what went wrong out. */
parentPort!.on('message', ({ id, document }: { id: number; document: PrintDocument }) => {
  renderPdf(document).then(
    (bytes) => parentPort!.postMessage({ id, bytes }),
    (error: unknown) => parentPort!.postMessage({ id, problem: (error as Error).message }),
  )
})
