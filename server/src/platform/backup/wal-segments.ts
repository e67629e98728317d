import { readdir } from 'node:fs/promises'

/** Name of a WAL segment, taken apart: its timeline, and its number on it. */
export type Segment = { timeline: number; number: number }

const segmentPattern = /^[0-9A-F]{24}$/
/** Segments, timeline histories and backup labels: all that PostgreSQL archives. */
const archivedPattern = /^([0-9A-F]{24}|[0-9A-F]{8}\.history|[0-9A-F]{24}\.[0-9A-F]{8}\.backup)$/

export function isSegment(name: string): boolean {
  return segmentPattern.test(name)
}

/** `000000010000000A000000FF` → timeline 1, number 0xA × segments per 4 GiB + 0xFF. */
export function parseSegment(name: string, segmentBytes: number): Segment {
  const perFile = 2 ** 32 / segmentBytes
  return {
    timeline: Number.parseInt(name.slice(0, 8), 16),
    number: Number.parseInt(name.slice(8, 16), 16) * perFile + Number.parseInt(name.slice(16), 16),
  }
}

export function segmentName({ timeline, number }: Segment, segmentBytes: number): string {
  const perFile = 2 ** 32 / segmentBytes
  return [timeline, Math.floor(number / perFile), number % perFile]
    .map((part) => part.toString(16).toUpperCase().padStart(8, '0'))
    .join('')
}

/** All that was archived and may be needed to recover from `firstSegment` on, in order. */
export async function archivedSince(archiveDir: string, firstSegment: string): Promise<string[]> {
  const names = await readdir(archiveDir).catch(() => [])
  return names.filter((name) => archivedPattern.test(name) && !isOlder(name, firstSegment)).toSorted()
}

/** Histories are kept for ever: they are tiny, and say which timeline came from which. */
export function isOlder(name: string, segment: string): boolean {
  return !name.endsWith('.history') && name.slice(8, 24) < segment.slice(8, 24)
}
