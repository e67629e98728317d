import { closeSync, openSync, readSync, statSync } from 'node:fs'

/** Reads what the server appends to its log file. */
export type LogFollower = {
  /** Called with every new line. */
  onLine: (line: string) => void
  /** Reads what is left, stops, and gives the last lines. Safe to call twice. */
  close(): string[]
}

const tailLines = 20
const pollMs = 500

/**
 * Follows the log from its present end. The log is a file and not a pipe so that a server that outlives its killed app
 * keeps its voice.
 */
export function followLog(path: string): LogFollower {
  let offset = sizeOf(path)
  let rest = ''
  const tail: string[] = []
  const timer = setInterval(readNew, pollMs).unref()
  const follower: LogFollower = {
    onLine: () => {},
    close() {
      clearInterval(timer)
      readNew()
      return tail
    },
  }

  function readNew() {
    for (let size = sizeOf(path); offset < size; size = sizeOf(path)) {
      const chunk = readFrom(path, offset, Math.min(size - offset, 1024 * 1024))
      if (!chunk.length) return
      offset += chunk.length
      const lines = (rest + chunk.toString()).split('\n')
      rest = lines.pop() ?? ''
      tail.push(...lines)
      tail.splice(0, tail.length - tailLines)
      lines.forEach((line) => follower.onLine(line))
    }
  }

  return follower
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0
}

function readFrom(path: string, offset: number, length: number): Buffer {
  const chunk = Buffer.alloc(length)
  const fd = openSync(path, 'r')
  try {
    return chunk.subarray(0, readSync(fd, chunk, 0, length, offset))
  } finally {
    closeSync(fd)
  }
}

/** What the person at the machine should know and do about these lines of the log; undefined for the everyday. */
export function explainLog(lines: string[], port: number): string | undefined {
  const text = lines.join('\n')
  if (text.includes('No space left on device')) return diskFullAdvice
  if (/could not bind|Address already in use/.test(text)) return `port ${port} on 127.0.0.1 is taken.`
  if (/Read-only file system/.test(text)) return 'its disk is mounted read-only.'
  if (/pre-existing shared memory block/.test(text)) {
    return 'processes of the former server are still running; end them, or restart the machine.'
  }
  if (/invalid checkpoint record|could not locate a valid checkpoint|invalid page|checksum/i.test(text)) {
    return 'its files are damaged. Keep a copy of the data directory, then restore a backup (regulars restore).'
  }
  return undefined
}

export const diskFullAdvice =
  'the disk is full. Free some space; nothing that was acknowledged is lost. Delete nothing in the data directory by hand.'
