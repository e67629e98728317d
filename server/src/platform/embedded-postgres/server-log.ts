import { closeSync, openSync, readSync, statSync } from 'node:fs'

/** Reads what the server appends to its log file. */
export type LogFollower = {
  /** Called with every new line. */
  onLine: (line: string) => void
  /** Reads what is left, stops, and gives the last lines. */
  close(): Promise<string[]>
}

const tailLines = 20
const pollMs = 500

/**
 * Follows the log from its present end. The log is a file and not a pipe so that a server outlives a killed app
 * without losing its voice.
 */
export function followLog(path: string): LogFollower {
  let offset = sizeOf(path)
  let rest = ''
  const tail: string[] = []
  const follower: LogFollower = {
    onLine: () => {},
    async close() {
      clearInterval(timer)
      readNew()
      return tail
    },
  }
  const timer = setInterval(readNew, pollMs).unref()

  function readNew() {
    const size = sizeOf(path)
    if (size < offset) offset = 0 // Someone emptied it.
    if (size === offset) return
    const chunk = Buffer.alloc(Math.min(size - offset, 1024 * 1024))
    const fd = openSync(path, 'r')
    const read = readSync(fd, chunk, 0, chunk.length, offset)
    closeSync(fd)
    offset += read
    const lines = (rest + chunk.toString('utf8', 0, read)).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) {
      tail.push(line)
      if (tail.length > tailLines) tail.shift()
      follower.onLine(line)
    }
  }

  return follower
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0
}
