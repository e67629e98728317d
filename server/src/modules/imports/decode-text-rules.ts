import { refuse, type Refusal } from '#shared/refusal.ts'

export type TextEncoding = 'utf-8' | 'gb18030' | 'utf-16le' | 'utf-16be'
export type DecodedText = { text: string; encoding: TextEncoding; hasBom: boolean }

/**
 * Turns the bytes of a text file into text: UTF-8 with or without BOM, GB18030 (and GBK, GB 2312 inside it), UTF-16 with BOM.
 *
 * UTF-8 is tried first: GB18030 text is almost never valid UTF-8, the reverse happens all the time. Refuses bytes that are
 * neither, and tells the row and byte where it broke, instead of importing names full of question marks. Where the shop
 * knows the encoding, `wanted` rules and nothing is guessed.
 */
export function decodeText(
  bytes: Uint8Array,
  wanted?: TextEncoding,
): DecodedText | Refusal<'text_not_decodable' | 'text_has_nul'> {
  const byBom = bomOf(bytes)
  const candidates: TextEncoding[] = byBom ? [byBom] : wanted ? [wanted] : ['utf-8', 'gb18030']
  for (const encoding of candidates) {
    const text = tryDecode(bytes, encoding)
    if (text === undefined) continue
    const nulAt = text.indexOf('\0')
    if (nulAt >= 0) return refuse('text_has_nul', { row: rowOf(text, nulAt) })
    return { text, encoding, hasBom: byBom !== undefined }
  }
  // What broke is told for the encoding that read furthest: the likely one.
  const breaks = candidates.map((encoding) => ({ encoding, ...firstBreak(bytes, encoding) }))
  const furthest = breaks.reduce((best, other) => (other.offset > best.offset ? other : best))
  return refuse('text_not_decodable', furthest)
}

function bomOf(bytes: Uint8Array): TextEncoding | undefined {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8'
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  return undefined
}

function tryDecode(bytes: Uint8Array, encoding: TextEncoding): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

/** Where decoding stops, by halving: the longest beginning that decodes (an open last character is not yet an error). */
function firstBreak(bytes: Uint8Array, encoding: TextEncoding): { offset: number; row: number } {
  const decodes = (length: number) => {
    try {
      new TextDecoder(encoding, { fatal: true }).decode(bytes.subarray(0, length), { stream: true })
      return true
    } catch {
      return false
    }
  }
  let good = 0
  let bad = bytes.length
  while (bad - good > 1) {
    const middle = (good + bad) >>> 1
    if (decodes(middle)) good = middle
    else bad = middle
  }
  let row = 1
  for (let index = 0; index < good; index++) if (bytes[index] === 0x0a) row++
  return { offset: good, row }
}

function rowOf(text: string, index: number): number {
  let row = 1
  for (let at = text.indexOf('\n'); at >= 0 && at < index; at = text.indexOf('\n', at + 1)) row++
  return row
}
