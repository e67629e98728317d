import { createServer, type Socket } from 'node:net'

export type PrinterSimulator = {
  host: string
  port: number
  /** What came out, job by job. */
  printed: Buffer[]
  /** How it behaves from now on. */
  mood: 'works' | 'paper_out' | 'breaks'
  stop(): Promise<void>
}

/** A receipt printer on its raw port: takes bytes until the sender ends, answers the paper sensor's question (DLE EOT 4). */
export async function startPrinterSimulator(host: string, port = 9100): Promise<PrinterSimulator> {
  const sockets = new Set<Socket>()
  const printed: Buffer[] = []
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.add(socket)
    const chunks: Buffer[] = []
    socket.on('data', (chunk) => {
      if (chunk.equals(Buffer.of(0x10, 0x04, 0x04))) {
        socket.write(Buffer.of(simulator.mood === 'paper_out' ? 0x72 : 0x12))
        return
      }
      chunks.push(chunk)
      if (simulator.mood === 'breaks') socket.resetAndDestroy()
    })
    socket.on('end', () => {
      const job = Buffer.concat(chunks)
      if (job.length > 0) printed.push(job)
      socket.end()
    })
    socket.on('error', () => {})
    socket.on('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, resolve))
  const simulator: PrinterSimulator = {
    ...{ host, port, printed, mood: 'works' },
    stop: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy()
        server.close(() => resolve())
      }),
  }
  return simulator
}
