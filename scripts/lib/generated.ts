import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import pg from 'pg'
import { openDatabase } from '#platform/db.ts'
import { systemClock } from '#platform/clock.ts'
import { buildApp } from '#server/app.ts'
import { type OpenApi, writeApiClient } from './api-client.ts'
import { root } from './steps.ts'
import { writeTableTypes } from './table-types.ts'

/** A file written from something else, kept in git so that reviewers see what changed. */
type Generated = { file: string; write: (ownerUrl: string) => Promise<string> }

const GENERATED: Generated[] = [
  { file: 'server/src/platform/schema.ts', write: tableTypes },
  { file: 'server/openapi.json', write: async (ownerUrl) => `${JSON.stringify(await openApi(ownerUrl), null, 2)}\n` },
  { file: 'web/api/operations.generated.ts', write: async (ownerUrl) => writeApiClient(await openApi(ownerUrl)) },
]

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

/** The document as the server itself would answer it; no request is made, so the database is never reached. */
async function openApi(databaseUrl: string): Promise<OpenApi> {
  const secretKey = Buffer.alloc(32)
  const database = openDatabase({ url: databaseUrl, secretKey })
  const app = await buildApp({ database, clock: systemClock, secretKey, secure: true })
  try {
    await app.ready()
    return app.swagger() as unknown as OpenApi
  } finally {
    await app.close()
    await database.close()
  }
}
