import net from 'node:net'
import { readdir, readFile } from 'node:fs/promises'

export type Line = {
  /** Where the browser finds the app, over this line. */
  url: string
  /** Nobody answers any more: open connections break, new ones are refused. */
  cut(): Promise<void>
  mend(): Promise<void>
  /**
   * The next request to `path` is caught on its way: with half of what it says (`half_sent`), or when the app has answered it and the
   * browser does not know (`unanswered`). Resolves when that has happened; the connection stays open and says no more.
   */
  catchNext(path: string, how: 'half_sent' | 'unanswered'): Promise<void>
}

type Trap = { path: string; how: 'half_sent' | 'unanswered'; spring: () => void }

/** Carries what two ends say to each other, unless what the near one says is caught. */
function carry(near: net.Socket, far: net.Socket, trapFor: (said: Buffer) => Trap | undefined): void {
  let caught: Trap | undefined
  near.on('data', (said) => {
    if (caught?.how === 'half_sent') return
    const trap = caught ? undefined : trapFor(said)
    caught ??= trap
    if (trap?.how !== 'half_sent') return void far.write(said)
    far.write(said.subarray(0, said.length / 2))
    trap.spring()
  })
  far.on('data', (said) => void (caught ? caught.spring() : near.write(said)))
  near.on('end', () => far.end())
  far.on('end', () => near.end())
}

/** A line between browser and app that can be cut for real, service worker and all. */
export async function layLine(appUrl: string): Promise<Line> {
  const target = new URL(appUrl)
  const sockets = new Set<net.Socket>()
  let set: Trap | undefined
  const trapFor = (said: Buffer) => {
    const trap = set && said.includes(` ${set.path} HTTP/`) ? set : undefined
    if (trap) set = undefined
    return trap
  }
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
      carry(near, far, trapFor)
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
    catchNext: (path, how) => new Promise((spring) => void (set = { path, how, spring })),
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
