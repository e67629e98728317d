import { createServer, type RequestListener, type Server } from 'node:http'
import type { Server as TlsServer } from 'node:https'
import type { Socket } from 'node:net'

const tlsHandshake = 0x16

/**
 * Answers plain HTTP on the port of an HTTPS server with `handle`: a person who types the address without `https://` is sent
 * there instead of meeting an error. The first byte of a connection tells the two apart.
 */
export function answerPlainHttp(secure: TlsServer, handle: RequestListener): void {
  const onSecure = secure.listeners('connection') as ((socket: Socket) => void)[]
  const plain = makePlainServer(handle)
  secure.removeAllListeners('connection')
  secure.on('connection', (socket: Socket) => {
    const onSilent = () => socket.destroy()
    const onError = () => socket.destroy()
    socket.setTimeout(10_000, onSilent)
    socket.on('error', onError)
    socket.once('data', (first: Buffer) => {
      socket.pause()
      socket.setTimeout(0)
      socket.off('timeout', onSilent)
      socket.off('error', onError)
      socket.unshift(first)
      if (first[0] === tlsHandshake) for (const listener of onSecure) listener.call(secure, socket)
      else plain.emit('connection', socket)
      process.nextTick(() => socket.resume())
    })
  })
}

function makePlainServer(handle: RequestListener): Server {
  const server = createServer({ keepAliveTimeout: 1_000, maxHeaderSize: 8_192 }, (request, response) => {
    response.setHeader('connection', 'close')
    handle(request, response)
  })
  // This server never listens itself, so Node's own watch over slow requests does not run.
  server.on('connection', (socket: Socket) => void socket.setTimeout(10_000, () => socket.destroy()))
  return server
}

/** Sends a caller of plain HTTP to the same address over HTTPS. */
export function redirectToHttps(port: number): RequestListener {
  return (request, response) => {
    const host = /^([a-z0-9.-]+|\[[0-9a-f:]+\])(:\d+)?$/i.exec(request.headers.host ?? '')?.[1]
    if (!host || !request.url?.startsWith('/')) {
      response.writeHead(400).end()
      return
    }
    const where = `https://${host}${port === 443 ? '' : `:${port}`}${request.url}`
    response.writeHead(308, { location: where, 'content-type': 'text/plain; charset=utf-8' }).end(`${where}\n`)
  }
}
