// From the command to the first page: `regulars start` on an empty folder (initdb, schema, web built before), again on what it left,
// and after a kill -9. Run: node bench/cold-start.ts
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'

const port = 18_000 + Math.floor(Math.random() * 2_000)

async function isServed(): Promise<boolean> {
  const answer = await fetch(`http://127.0.0.1:${port}/`).catch(() => null)
  return answer !== null && answer.ok && (await answer.text()).includes('<div id="root"')
}

async function start(dataDir: string): Promise<{ app: ChildProcess; seconds: number }> {
  const began = performance.now()
  const app = spawn(process.execPath, [path.resolve('bin/regulars.mjs'), 'start'], {
    env: { ...process.env, DATA_DIR: dataDir, PORT: String(port), LOG_LEVEL: 'silent' },
    stdio: 'ignore',
  })
  while (!(await isServed())) {
    if (app.exitCode !== null) throw new Error(`the app ended with ${app.exitCode}`)
    if (performance.now() - began > 180_000) throw new Error('no first page within three minutes')
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  return { app, seconds: (performance.now() - began) / 1000 }
}

function end(app: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  return new Promise((resolve) => {
    app.once('exit', () => resolve())
    app.kill(signal)
  })
}

const warmUp = await mkdtemp(path.join(os.tmpdir(), 'regulars-build-'))
await end((await start(warmUp)).app, 'SIGTERM') // builds the web if it is stale
const dataDir = await mkdtemp(path.join(os.tmpdir(), 'regulars-cold-'))
const first = await start(dataDir)
await end(first.app, 'SIGTERM')
const second = await start(dataDir)
await end(second.app, 'SIGKILL')
const third = await start(dataDir)
await end(third.app, 'SIGTERM')
await Promise.all([warmUp, dataDir].map((folder) => rm(folder, { recursive: true, force: true })))
console.log(`${os.availableParallelism()} cores, Node ${process.version}`)
console.log(`empty folder to first page: ${first.seconds.toFixed(1)} s`)
console.log(`started again:              ${second.seconds.toFixed(1)} s`)
console.log(`after kill -9:              ${third.seconds.toFixed(1)} s`)
