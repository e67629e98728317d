import net from 'node:net'
import { readdir, readFile } from 'node:fs/promises'

export type Line = {
  /** Where the browser finds the app, over this line. */
  url: string
  /** Nobody answers any more: open connections break, new ones are refused. */
  cut(): Promise<void>
  mend(): Promise<void>
}

/** A line between browser and app that can be cut for real, service worker and all. */
export async function layLine(appUrl: string): Promise<Line> {
  const target = new URL(appUrl)
  const sockets = new Set<net.Socket>()
  const make = () =>
    net.createServer((near) => {
      const far = net.connect(Number(target.port), target.hostname)
      for (const socket of [near, far]) {
        sockets.add(socket)
        socket.on('error', () => socket.destroy())
        socket.on('close', () => {
          sockets.delete(socket)
          near.destroy()
          far.destroy()
        })
      }
      near.pipe(far).pipe(near)
    })
  let server = make()
  const listen = (port: number) =>
    new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(port, '127.0.0.1', resolve)
    })
  await listen(0)
  const { port } = server.address() as net.AddressInfo
  return {
    url: `http://localhost:${port}`,
    async cut() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      for (const socket of sockets) socket.destroy()
      await closed
    },
    async mend() {
      server = make()
      await listen(port)
    },
  }
}

/** Kills the browser that uses a profile, as a power cut or a crash would: no event runs, nothing is written any more. */
export async function killProfile(folder: string): Promise<number> {
  const names = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const own: number[] = []
  for (const name of names) {
    const command = await readFile(`/proc/${name}/cmdline`, 'utf8').catch(() => '')
    if (command.includes(`--user-data-dir=${folder}`)) own.push(Number(name))
  }
  for (const pid of own) {
    try {
      process.kill(pid, 'SIGKILL')
    } catch {
      // It went with its parent.
    }
  }
  return own.length
}
