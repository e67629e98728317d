import { readdir, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { Value } from 'typebox/value'
import { assert } from '#shared/assert.ts'
import { Refused } from '#shared/refusal.ts'
import { Mapping } from './contract.ts'
import type { ImportKind } from './field-rules.ts'
import type { ImportMapping } from './mapping-rules.ts'

const folder = new URL('../../../mappings/', import.meta.url)

let loaded: Promise<ImportMapping[]> | null = null

/** The mappings that ship with the project, `server/mappings/*.json`, checked once. */
export function shippedMappings(): Promise<ImportMapping[]> {
  loaded ??= loadAll()
  return loaded
}

async function loadAll(): Promise<ImportMapping[]> {
  const files = (await readdir(fileURLToPath(folder))).filter((file) => file.endsWith('.json')).sort()
  return Promise.all(
    files.map(async (file) => {
      const mapping: unknown = JSON.parse(await readFile(new URL(file, folder), 'utf8'))
      assert(Value.Check(Mapping, mapping), `server/mappings/${file} is no mapping`)
      assert(`${mapping.name}.json` === file, `server/mappings/${file} has another name inside`)
      return mapping
    }),
  )
}

/** A shipped mapping by name; refuses one that there is not, or that is for another kind. */
export async function shippedMapping(name: string, kind: ImportKind): Promise<ImportMapping> {
  const all = await shippedMappings()
  const mapping = all.find((one) => one.name === name)
  if (!mapping || mapping.kind !== kind) {
    const names = all.filter((one) => one.kind === kind).map((one) => one.name)
    throw new Refused('mapping_not_found', { name, names: names.join(', ') })
  }
  return mapping
}
