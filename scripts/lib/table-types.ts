import type pg from 'pg'

type Column = {
  table: string
  isView: boolean
  name: string
  type: string
  isArray: boolean
  enumLabels: string[] | null
  isRequired: boolean
  hasDefault: boolean
  isGenerated: boolean
}

/** PostgreSQL's type → what `#platform/db.ts` hands out for it (int8 is parsed to a safe integer, dates stay text). */
const TYPES: Record<string, string> = {
  bool: 'boolean',
  int2: 'number',
  int4: 'number',
  int8: 'number',
  float4: 'number',
  float8: 'number',
  numeric: 'string',
  text: 'string',
  varchar: 'string',
  bpchar: 'string',
  name: 'string',
  uuid: 'string',
  inet: 'string',
  cidr: 'string',
  date: 'string',
  time: 'string',
  timestamptz: 'Date',
  bytea: 'Buffer',
  json: 'unknown',
  jsonb: 'unknown',
  int4range: 'string',
  int8range: 'string',
  daterange: 'string',
  tstzrange: 'string',
}

/** Schemas that no statement of ours names through Kysely. */
const FOREIGN_SCHEMAS = ['pg_catalog', 'information_schema', 'pg_toast', 'migration', 'graphile_worker']

const COLUMNS = `
  select format('%s.%s', n.nspname, c.relname) as table,
         c.relkind in ('v', 'm') as "isView",
         a.attname as name,
         coalesce(element.typname, base.typname) as type,
         element.oid is not null as "isArray",
         (select array_agg(e.enumlabel::text order by e.enumsortorder) from pg_enum e
           where e.enumtypid = coalesce(element.oid, base.oid)) as "enumLabels",
         a.attnotnull or declared.typnotnull as "isRequired",
         a.atthasdef or a.attidentity <> '' as "hasDefault",
         a.attgenerated <> '' or a.attidentity = 'a' as "isGenerated"
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    join pg_type declared on declared.oid = a.atttypid
    join pg_type base on base.oid = coalesce(nullif(declared.typbasetype, 0), declared.oid)
    left join pg_type element on element.oid = base.typelem and base.typcategory = 'A'
   where c.relkind in ('r', 'p', 'v', 'm')
     and not c.relispartition
     and n.nspname <> all ($1)
     and n.nspname not like 'pg\\_temp%'
   order by n.nspname collate "C", c.relname collate "C", a.attnum`

/**
 * Table types for Kysely, read from the catalogue of a migrated database.
 *
 * Names are camelCase (`storedValue.topUp`), as the CamelCasePlugin takes and hands them out. Columns of views are
 * nullable, for PostgreSQL does not know better.
 */
export async function writeTableTypes(client: pg.Client): Promise<string> {
  const { rows } = await client.query<Column>(COLUMNS, [FOREIGN_SCHEMAS])
  const tables = Map.groupBy(rows, (column) => column.table)
  const bodies = [...tables].map(
    ([table, columns]) => `  '${camelCase(table)}': {\n${columns.map(writeColumn).join('')}  }\n`,
  )
  const text = bodies.join('')
  const used = ['Generated', 'GeneratedAlways'].filter((name) => text.includes(`${name}<`))
  return [
    '// Written by `npm run generate` from the migrated database. Do not edit.',
    ...(used.length > 0 ? [`import type { ${used.join(', ')} } from 'kysely'`] : []),
    '',
    'export interface DB {',
    `${text}}`,
    '',
  ].join('\n')
}

function writeColumn(column: Column): string {
  return `    ${camelCase(column.name)}: ${columnType(column)}\n`
}

function columnType(column: Column): string {
  const scalar = column.enumLabels?.map((label) => `'${label}'`).join(' | ') ?? TYPES[column.type]
  if (!scalar)
    throw new Error(`${column.table}.${column.name}: scripts/lib/table-types.ts does not know ${column.type}`)
  const value = column.isArray ? `Array<${scalar}>` : scalar
  const nullable = column.isRequired && !column.isView ? value : value === 'unknown' ? value : `${value} | null`
  if (column.isGenerated) return `GeneratedAlways<${nullable}>`
  return column.hasDefault ? `Generated<${nullable}>` : nullable
}

function camelCase(name: string): string {
  // The plugin would write `line2` for it, a column that does not exist.
  if (/_[0-9]/.test(name)) throw new Error(`${name}: no digit may follow an underscore in a name`)
  return name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())
}
