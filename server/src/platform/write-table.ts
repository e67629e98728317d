import { strToU8, zipSync } from 'fflate'
import { csvLine } from '#shared/safe-cells.ts'

type Rows = AsyncIterable<readonly string[]> | Iterable<readonly string[]>

/**
 * A table as a CSV file in UTF-8 with BOM, which every spreadsheet opens with its Chinese intact. Line by line, so that a
 * large one is never whole in memory. Cells that look like formulas are guarded; our own import takes the guard off.
 */
export async function* writeCsv(columns: readonly string[], rows: Rows): AsyncGenerator<string, void, undefined> {
  yield `\uFEFF${csvLine(columns)}`
  for await (const cells of rows) yield csvLine(cells)
}

/**
 * The same as an XLSX file of one sheet. All cells are inline text: a card number keeps its zeros, and text never runs as a
 * formula. Written here, because write-excel-file 4.1.1 corrupts cells that hold words such as "constructor".
 */
export async function writeXlsx(columns: readonly string[], rows: Rows): Promise<Uint8Array> {
  const lines = [sheetRow(1, columns)]
  for await (const cells of rows) lines.push(sheetRow(lines.length + 1, cells))
  const parts: Record<string, string> = {
    '[Content_Types].xml': `<Types xmlns="${packageNs}/content-types"><Default Extension="rels" ContentType="${typePrefix}-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="${typePrefix}-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${typePrefix}-officedocument.spreadsheetml.worksheet+xml"/></Types>`,
    '_rels/.rels': relation('officeDocument', 'xl/workbook.xml'),
    'xl/workbook.xml': `<workbook xmlns="${sheetNs}" xmlns:r="${relationNs}"><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': relation('worksheet', 'worksheets/sheet1.xml'),
    'xl/worksheets/sheet1.xml': `<worksheet xmlns="${sheetNs}"><sheetData>${lines.join('')}</sheetData></worksheet>`,
  }
  return zipSync(Object.fromEntries(Object.entries(parts).map(([name, xml]) => [name, strToU8(xmlHead + xml)])))
}

const xmlHead = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const sheetNs = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const packageNs = 'http://schemas.openxmlformats.org/package/2006'
const relationNs = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const typePrefix = 'application/vnd.openxmlformats'

function relation(type: string, target: string): string {
  return `<Relationships xmlns="${packageNs}/relationships"><Relationship Id="rId1" Type="${relationNs}/${type}" Target="${target}"/></Relationships>`
}

function sheetRow(number: number, cells: readonly string[]): string {
  const written = cells.map((cell, index) =>
    cell === ''
      ? ''
      : `<c r="${columnName(index)}${number}" t="inlineStr"><is><t xml:space="preserve">${escaped(cell)}</t></is></c>`,
  )
  return `<row r="${number}">${written.join('')}</row>`
}

function columnName(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26))
  return index < 26 ? letter : columnName(Math.floor(index / 26) - 1) + letter
}

/** XML's own signs, and Excel's: `_x0041_` stands for a character there, so text that spells one has its first mark spelt out. */
function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('\r', '&#13;')
    .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
}
