import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'

const statements = new Set<string>()

/**
 * Keeps each distinct statement that this process sends. When it ends they go to `TEST_STATEMENTS_DIR`, where the last
 * step of the suite checks that each one over a tenant table names its merchant.
 */
export function recordStatement(text: string): void {
  if (statements.size === 0) process.once('exit', writeStatements)
  statements.add(text)
}

function writeStatements(): void {
  const dir = process.env.TEST_STATEMENTS_DIR
  if (!dir) return
  mkdirSync(dir, { recursive: true })
  writeFileSync(path.join(dir, `${process.pid}.json`), JSON.stringify([...statements]))
}
