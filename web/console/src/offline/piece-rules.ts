/**
 * Part of a list of records as this browser keeps it: lines of JSON, as bytes. A megabyte at a time is read and written in a breath;
 * a hundred thousand rows take seconds. Earlier versions kept an array as `text`.
 */
export type Piece = { bytes: Uint8Array } | { text: string }

const pieceBytes = 1_000_000
const lineFeed = 10
const decoder = new TextDecoder()

/** The records of a piece. One call parses them all: no JSON holds a line feed of its own. */
export function parseLines<Line>(piece: Piece): Line[] {
  if ('text' in piece) return JSON.parse(piece.text) as Line[]
  const text = decoder.decode(piece.bytes).trimEnd()
  return JSON.parse(`[${text.replaceAll('\n', ',')}]`) as Line[]
}

export function joinLines(lines: readonly unknown[]): Uint8Array {
  return new TextEncoder().encode(lines.map((line) => JSON.stringify(line)).join('\n'))
}

/** A stream of lines cut into pieces, each of whole lines. What stands behind the last line feed is the last piece. */
export async function* piecesOf(
  chunks: AsyncIterable<Uint8Array>,
  size: number = pieceBytes,
): AsyncGenerator<Uint8Array> {
  let waiting: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of chunks) {
    const end = chunk.lastIndexOf(lineFeed) + 1
    if (end === 0 || bytes + end < size) {
      waiting.push(chunk)
      bytes += chunk.length
      continue
    }
    yield joinBytes([...waiting, chunk.subarray(0, end)])
    waiting = [chunk.subarray(end)]
    bytes = chunk.length - end
  }
  if (bytes > 0) yield joinBytes(waiting)
}

function joinBytes(parts: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    joined.set(part, at)
    at += part.length
  }
  return joined
}
