import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import pg from 'pg'
import { root } from './steps.ts'
import { writeTableTypes } from './table-types.ts'

/** A file written from something else, kept in git so that reviewers see what changed. */
type Generated = { name: string; file: string; write: (ownerUrl: string) => Promise<string> }

/** In order: the client is written from the document that the step before it wrote. */
const GENERATED: Generated[] = [{ name: 'table types', file: 'server/src/platform/schema.ts', write: tableTypes }]

/** Writes every generated file that is stale, and tells which. */
export async function writeGenerated(ownerUrl: string): Promise<string[]> {
  const written: string[] = []
  for (const generated of GENERATED) {
    const text = await generated.write(ownerUrl)
    if (text === (await readGenerated(generated))) continue
    await writeFile(path.join(root, generated.file), text)
    written.push(generated.file)
  }
  return written
}

/** What is stale, with the first line that differs; empty when all is as generated. */
export async function findStale(ownerUrl: string): Promise<string[]> {
  const problems: string[] = []
  for (const generated of GENERATED) {
    const wanted = (await generated.write(ownerUrl)).split('\n')
    const found = (await readGenerated(generated)).split('\n')
    const line = wanted.findIndex((text, index) => text !== found[index])
    if (line === -1 && wanted.length === found.length) continue
    problems.push(
      `${generated.file} is stale from line ${line + 1} on; run \`npm run generate\`.\n` +
        `  is:     ${found[line] ?? '(end of file)'}\n  should: ${wanted[line] ?? '(end of file)'}`,
    )
  }
  return problems
}

async function readGenerated({ file }: Generated): Promise<string> {
  return readFile(path.join(root, file), 'utf8').catch(() => '')
}

async function tableTypes(ownerUrl: string): Promise<string> {
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    return await writeTableTypes(client)
  } finally {
    await client.end()
  }
}
