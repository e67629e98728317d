import { fork } from 'node:child_process'
import path from 'node:path'

/** Bodies to post under fresh keys: each once, or again and again (`isRepeated`). */
export type LoadOrder = {
  port: number
  /** Default POST. */
  method?: 'GET'
  /** Where all go, or each of them. */
  path: string | readonly string[]
  headers: Record<string, string>
  bodies: readonly string[]
  isRepeated: boolean
  connections: number
  seconds: number
  /** Null: every connection asks again as soon as it was answered. Else so many requests leave a second, by the clock. */
  perSecond: number | null
}

export type LoadReport = {
  done: number
  /** How many bodies were used, refused ones too. */
  sent: number
  seconds: number
  p50Ms: number
  p95Ms: number
  p99Ms: number
  /** What the generator took of one core. */
  cpuShare: number
  /** Status and code of what was not a success. */
  failures: Record<string, number>
}

export type LoadGenerator = { send(order: LoadOrder): Promise<LoadReport>; stop(): void }

/** A load generator in a process of its own, so that neither its time nor its memory counts as the server's. */
export function startLoadGenerator(): LoadGenerator {
  const child = fork(path.join(import.meta.dirname, 'load-process.ts'), { serialization: 'advanced', execArgv: [] })
  return {
    send: (order) =>
      new Promise((resolve, reject) => {
        const ended = () => reject(new Error('the load generator ended'))
        child.once('exit', ended)
        child.once('message', (report: LoadReport) => {
          child.off('exit', ended)
          resolve(report)
        })
        child.send(order)
      }),
    stop: () => void child.kill(),
  }
}
