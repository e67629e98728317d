import { Worker } from 'node:worker_threads'
import type { PrintDocument } from './document-types.ts'

const idleMs = 30_000

type Answer = { id: number; bytes?: Uint8Array; problem?: string }

/**
 * A document as PDF, made in a thread of its own: cutting fonts to the text takes longer than a till may wait. The thread
 * starts with the first document and ends when nobody asked for half a minute.
 */
export function makePdf(document: PrintDocument): Promise<Buffer> {
  const { worker, waiting } = (thread ??= startThread())
  const id = ++lastId
  return new Promise((resolve, reject) => {
    waiting.set(id, ({ bytes, problem }) => (bytes ? resolve(Buffer.from(bytes)) : reject(new Error(problem))))
    worker.postMessage({ id, document })
  })
}

type Thread = { worker: Worker; waiting: Map<number, (answer: Answer) => void> }

let thread: Thread | null = null
let lastId = 0

function startThread(): Thread {
  const worker = new Worker(new URL('./pdf-thread.ts', import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: 256 },
  })
  const started: Thread = { worker, waiting: new Map() }
  let idle: NodeJS.Timeout | undefined
  const forget = (problem: string) => {
    clearTimeout(idle)
    if (thread === started) thread = null
    for (const answer of started.waiting.values()) answer({ id: 0, problem })
    started.waiting.clear()
  }
  worker.unref()
  worker.on('message', (answer: Answer) => {
    started.waiting.get(answer.id)?.(answer)
    started.waiting.delete(answer.id)
    clearTimeout(idle)
    if (started.waiting.size === 0) {
      idle = setTimeout(() => {
        forget('closed')
        void worker.terminate()
      }, idleMs).unref()
    }
  })
  worker.on('error', (error) => forget((error as Error).message))
  worker.on('exit', () => forget('closed'))
  return started
}
