/** 128 bits: they tell a million codes apart for ever. */
export const hashLength = 16

/** Twelve bits: a million codes are four thousand pages of four kilobytes, and a code is looked for in one page of each issue. */
const pageCount = 4_096

/** The page that a hash stands in: its first twelve bits, which are random. */
export function pageOf(hashes: Uint8Array, at = 0): number {
  return (hashes[at]! << 4) | (hashes[at + 1]! >> 4)
}

export type CodePages = {
  /** All hashes, those of a page together, end to end. */
  bytes: Buffer
  pages: number[]
  /** Where each page begins in `bytes`, and how long it is. */
  starts: number[]
  lengths: number[]
}

/** Hashes given end to end, put into their pages; pages that none falls into are left out. Some ten milliseconds for a million. */
export function pagesOf(hashes: Uint8Array): CodePages {
  const lengths = new Uint32Array(pageCount)
  for (let at = 0; at < hashes.length; at += hashLength) lengths[pageOf(hashes, at)]! += hashLength
  const starts = new Uint32Array(pageCount)
  for (let page = 1; page < pageCount; page++) starts[page] = starts[page - 1]! + lengths[page - 1]!
  const bytes = Buffer.allocUnsafe(hashes.length)
  const next = starts.slice()
  for (let at = 0; at < hashes.length; at += hashLength) {
    const to = next[pageOf(hashes, at)]!
    for (let byte = 0; byte < hashLength; byte++) bytes[to + byte] = hashes[at + byte]!
    next[pageOf(hashes, at)] = to + hashLength
  }
  const pages = [...lengths.keys()].filter((page) => lengths[page]! > 0)
  return { bytes, pages, starts: pages.map((page) => starts[page]!), lengths: pages.map((page) => lengths[page]!) }
}
