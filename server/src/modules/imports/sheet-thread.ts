import { parentPort, workerData } from 'node:worker_threads'
import { readSheet } from 'read-excel-file/universal'
import { fifteenDigits } from './value-rules.ts'

/** A number of a sheet, still as its digits; told apart from text by its type. */
class Digits {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

function cellText(cell: unknown): string {
  if (cell === null || cell === undefined) return ''
  if (cell instanceof Digits) return fifteenDigits(cell.text)
  if (cell instanceof Date) return dateText(cell)
  return String(cell)
}

/** Sheets have no zones: the wall clock that was typed, and only the date when no time was. */
function dateText(date: Date): string {
  const iso = date.toISOString()
  return iso.endsWith('T00:00:00.000Z') ? iso.slice(0, 10) : iso.slice(0, 19).replace('T', ' ')
}

try {
  const bytes = workerData as Uint8Array
  const copy = bytes.slice().buffer
  const sheet = await readSheet(copy, { parseNumber: (text) => new Digits(text), trim: false })
  parentPort?.postMessage({ rows: sheet.map((row) => row.map(cellText)) })
} catch {
  parentPort?.postMessage({ damaged: true })
}
