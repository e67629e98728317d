// A process of its own that sends prepared requests over keep-alive sockets: what it costs is measured apart from the server.
// Started by `load.ts`; speaks with it over IPC.
import { connect, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { newId } from '#shared/ids.ts'
import type { LoadOrder, LoadReport } from './load.ts'

process.on('message', (order: LoadOrder) => {
  void run(order).then((report) => process.send!(report))
})

async function run(order: LoadOrder): Promise<LoadReport> {
  const sockets = await Promise.all(Array.from({ length: order.connections }, () => open(order.port)))
  const times: number[] = []
  const failures: Record<string, number> = {}
  let sent = 0
  const paths = [order.path].flat()
  const heads = paths.map((path) => headOf(path, order))
  const bodies = order.bodies.map((body) => Buffer.from(body))
  const cpu = process.cpuUsage()
  const start = performance.now()
  const until = start + order.seconds * 1_000

  /** When the next request is to leave: at once, or by the clock, however late the answers are. */
  const dueAt = (turn: number) => (order.perSecond === null ? 0 : start + (turn * 1_000) / order.perSecond)
  const talk = async (socket: Exchange) => {
    while (performance.now() < until && (order.isRepeated || sent < bodies.length)) {
      const turn = sent++
      const due = dueAt(turn)
      if (due > until) return
      const wait = due - performance.now()
      if (wait > 0) await sleep(wait)
      const body = bodies[turn % bodies.length]!
      const head = heads[turn % heads.length]!
      const began = due || performance.now()
      const failure = await socket.ask(`${head}${newId()}\r\ncontent-length: ${body.length}\r\n\r\n`, body)
      if (failure) failures[failure] = (failures[failure] ?? 0) + 1
      else times.push(performance.now() - began)
    }
  }
  await Promise.all(sockets.map(talk))
  const seconds = (performance.now() - start) / 1_000
  const { user, system } = process.cpuUsage(cpu)
  for (const socket of sockets) socket.close()
  times.sort((a, b) => a - b)
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0
  return {
    ...{ done: times.length, sent: Math.min(sent, order.isRepeated ? sent : bodies.length), seconds, failures },
    ...{ p50Ms: at(0.5), p95Ms: at(0.95), p99Ms: at(0.99), cpuShare: (user + system) / 1e6 / seconds },
  }
}

/** Everything before the key, which ends the head together with the length. */
function headOf(path: string, { method, headers }: LoadOrder): string {
  const lines = Object.entries({ host: 'localhost', 'content-type': 'application/json', ...headers })
  return `${method ?? 'POST'} ${path} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}idempotency-key: `
}

type Exchange = { ask(head: string, body: Buffer): Promise<string | null>; close(): void }

async function open(port: number): Promise<Exchange> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true })
  await new Promise((resolve, reject) => socket.once('connect', resolve).once('error', reject))
  let answered: (outcome: string | null) => void = () => {}
  let text = ''
  socket.setEncoding('latin1')
  socket.on('data', (chunk: string) => {
    text += chunk
    const end = text.indexOf('\r\n\r\n')
    if (end < 0) return
    const length = Number(/content-length: (\d+)/i.exec(text)?.[1] ?? 0)
    if (text.length < end + 4 + length) return
    const answer = text
    text = ''
    answered(outcomeOf(answer))
  })
  socket.on('error', (error: NodeJS.ErrnoException) => answered(error.code ?? error.message))
  socket.on('close', () => answered('closed'))
  return {
    ask: (head, body) =>
      new Promise((resolve) => {
        answered = resolve
        send(socket, head, body)
      }),
    close: () => socket.destroy(),
  }
}

function send(socket: Socket, head: string, body: Buffer): void {
  socket.cork()
  socket.write(head, 'latin1')
  socket.write(body)
  socket.uncork()
}

/** Null for a success, else the status and the code. */
function outcomeOf(answer: string): string | null {
  const status = answer.slice(9, 12)
  return status < '300' ? null : `${status} ${/"code":"(\w+)"/.exec(answer)?.[1] ?? ''}`
}
