import { Worker } from 'node:worker_threads'
import { strFromU8, unzipSync, zipSync, type Unzipped } from 'fflate'
import { Refused } from '#shared/refusal.ts'
import { maxSheetCells, maxSheetUnpackedBytes } from './import-limits.ts'
import type { TableRow } from './table-types.ts'

/** What a workbook may consist of; a shop's export has a dozen parts. */
const maxParts = 2_000
const readTimeoutMs = 120_000

/**
 * The rows of the first sheet of an XLSX file, as text.
 *
 * Sizes are checked before anything is unpacked; what passed is unpacked into buffers of just that size and packed again, so
 * that the reader sees what was measured whatever the file claims. It reads in a thread of its own with bounded memory:
 * neither a bomb nor a large honest file stops the till.
 */
export async function readSheet(bytes: Uint8Array): Promise<TableRow[]> {
  const parts = unpackWithinLimits(bytes)
  if (!('xl/workbook.xml' in parts)) throw new Refused('file_format_unknown')
  checkCells(parts)
  const rows = await readInThread(zipSync(parts, { level: 0 }))
  return rows.map((cells, index) => ({ number: index + 1, cells }))
}

function unpackWithinLimits(bytes: Uint8Array): Unzipped {
  let total = 0
  let count = 0
  try {
    return unzipSync(bytes, {
      filter({ name, originalSize }) {
        total += originalSize
        if (++count > maxParts || total > maxSheetUnpackedBytes) {
          throw new Refused('file_too_large', { maxBytes: maxSheetUnpackedBytes })
        }
        return /\.(xml|rels)$/.test(name)
      },
    })
  } catch (error) {
    if (error instanceof Refused) throw error
    throw new Refused('file_damaged')
  }
}

/** One cell far out makes a reader fill all the empty ones before it: the area counts, not the number of cells written. */
function checkCells(parts: Unzipped): void {
  for (const [name, bytes] of Object.entries(parts)) {
    if (!/^xl\/worksheets\/[^/]+\.xml$/.test(name)) continue
    let widest = 0
    let longest = 0
    for (const [, letters = '', digits = ''] of strFromU8(bytes).matchAll(
      /[\s:"'](?:r\s*=\s*["'])?([A-Z]{1,3})(\d{1,7})["':]/g,
    )) {
      widest = Math.max(widest, columnOf(letters))
      longest = Math.max(longest, Number(digits))
    }
    if (widest * longest > maxSheetCells) throw new Refused('file_too_large', { maxCells: maxSheetCells })
  }
}

function columnOf(letters: string): number {
  let column = 0
  for (const letter of letters) column = column * 26 + letter.charCodeAt(0) - 64
  return column
}

type Answer = { rows: string[][] } | { damaged: true }

async function readInThread(workbook: Uint8Array): Promise<string[][]> {
  const worker = new Worker(new URL('./sheet-thread.ts', import.meta.url), {
    workerData: workbook,
    resourceLimits: { maxOldGenerationSizeMb: 768 },
    stdout: true,
    stderr: true,
  })
  const answered = new Promise<string[][]>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Refused('file_too_large', {})), readTimeoutMs)
    const settle = (action: () => void) => {
      clearTimeout(timer)
      action()
    }
    worker.once('message', (answer: Answer) =>
      settle(() => ('rows' in answer ? resolve(answer.rows) : reject(new Refused('file_damaged')))),
    )
    worker.once('error', (error: Error & { code?: string }) =>
      settle(() => reject(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? new Refused('file_too_large', {}) : error)),
    )
    worker.once('exit', () => settle(() => reject(new Refused('file_damaged'))))
  })
  try {
    return await answered
  } finally {
    await worker.terminate()
  }
}
