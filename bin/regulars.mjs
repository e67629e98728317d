#!/usr/bin/env node
// Starts Regulars on the Node it was tested with. This file alone must run on whatever Node the machine has.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import module from 'node:module'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))
const cli = path.join(root, 'server', 'src', 'cli.ts')
/** The second start compiles nothing. Where it cannot be written, Node goes on without. */
const compileCache = process.env.NODE_COMPILE_CACHE ?? path.join(root, 'node_modules', '.cache', 'node-compile')

const [major, minor] = process.versions.node.split('.').map(Number)
const isNewEnough = major > 24 || (major === 24 && minor >= 12)

/** The Node that `npm ci` brought: the package itself first, for a checkout without `.bin` links works too. */
function findPinnedNode() {
  const platform = process.platform === 'win32' ? 'win' : process.platform
  const executable = process.platform === 'win32' ? 'node.exe' : 'node'
  const places = [
    path.join(root, 'node_modules', `node-${platform}-${process.arch}`, 'bin', executable),
    path.join(root, 'node_modules', '.bin', executable),
  ]
  return places.find((place) => existsSync(place))
}

function runOn(node) {
  // The channel tells the child when this process is killed: it then goes too, and does not hold port and data.
  const child = spawn(node, [cli, ...process.argv.slice(2)], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, NODE_COMPILE_CACHE: compileCache },
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('error', (error) => {
    console.error(`Node could not be started from ${node}: ${error.message}`)
    process.exit(1)
  })
  child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)))
}

if (isNewEnough) {
  module.enableCompileCache(compileCache)
  await import(pathToFileURL(cli).href)
} else {
  const pinned = findPinnedNode()
  if (pinned) runOn(pinned)
  else {
    console.error(
      `Regulars needs Node 24.12 or later; this is ${process.version}, and the one that comes with Regulars is missing.\n` +
        `Run "npm ci" in ${root} (without --omit=optional), or install Node 24 and start again.`,
    )
    process.exit(1)
  }
}
