import { type ChildProcess, spawn } from 'node:child_process'
import path from 'node:path'

/**
 * `npm run dev`: the server, started again whenever its sources change, and Vite beside it, which passes `/api` on to the server
 * and shows a change of the web at once. Both end with Ctrl-C; when one ends, the other goes too.
 */
const root = path.resolve(import.meta.dirname, '..')
const port = process.env['PORT'] ?? '8080'
const env = { ...process.env, PORT: port, REGULARS_URL: process.env['REGULARS_URL'] ?? `http://localhost:${port}` }

const cli = path.join(root, 'server/src/cli.ts')
const vite = path.join(root, 'node_modules/vite/bin/vite.js')
const children: ChildProcess[] = [
  ['--watch', '--watch-preserve-output', cli, 'start', '--no-build'],
  [vite, 'dev', 'web/console', '--config', 'web/console/vite.config.ts'],
].map((args) => spawn(process.execPath, args, { cwd: root, env, stdio: 'inherit' }))

let isEnding = false

function end(): void {
  if (isEnding) return
  isEnding = true
  for (const child of children) child.kill('SIGTERM')
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, end)
for (const child of children) {
  child.on('exit', (code) => {
    if (code) process.exitCode = code
    end()
  })
}
