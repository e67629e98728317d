import {
  CamelCasePlugin,
  type Compilable,
  type DatabaseConnection,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
  type RawBuilder,
} from 'kysely'
import pg from 'pg'
import { assert } from '#shared/assert.ts'
import { changesFacts, FactMemory } from './known-facts.ts'
import { Flight, type FlightAnswer, type Shapes, wireValue } from './flight.ts'
import { rawStatement, type Statement } from './raw-statement.ts'
import type { DB } from './schema.ts'
import { keyRing, type KeyRing } from './secrets.ts'

const { builtins } = pg.types

/** int8 as a safe integer: a larger one is a fault, never a silently rounded sum. */
function parseSafeInteger(text: string): number {
  const value = Number(text)
  assert(Number.isSafeInteger(value), `the database holds a number beyond 2^53: ${text}`)
  return value
}

const types: pg.CustomTypesConfig = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    if (oid === builtins.INT8) return parseSafeInteger
    if (oid === builtins.DATE) return (text: string) => text
    return pg.types.getTypeParser(oid, format)
  },
}

export type Sql = Kysely<DB>

/** A pooled connection with its Kysely: statements sent without waiting go out in one flight (node-postgres pipelining). */
export type Connection = {
  client: pg.PoolClient
  sql: Sql
  /** The beginning and the end of a transaction: gives what PostgreSQL says that it did. */
  command(text: string, values?: readonly string[]): Promise<string>
  /** Compiles and sends at once, in call order; rows come back with camelCase names. */
  send<T>(query: Compilable<T> | RawBuilder<T>): Promise<T[]>
  /** Whether anybody subscribes to events of this type; the others need no delivery. */
  isHeard(eventType: string): boolean
  /** What this process remembers of merchants. */
  facts: FactMemory
  /** Whether the transaction has changed what processes remember; set anew as each begins. */
  hasChangedFacts: boolean
}

export type Database = {
  pool: pg.Pool
  /** Derives what `Work.key` hands out. */
  keys: KeyRing
  connect(): Promise<Connection>
  /** Outside any transaction, for global tables and tools. */
  sql: Sql
  /** Told the merchant of every committed transaction that emitted events: the outbox of this process delivers at once. */
  eventListeners: Set<(merchantId: string) => void>
  close(): Promise<void>
}

/** Told every statement's text before it is sent; the suite records them (every statement names merchant_id). */
export type StatementListener = (text: string) => void

/** Nobody waits for ever: neither for a row that is locked, nor for a statement gone wrong, nor for a client gone silent. */
const boundedWaits = ['-c lock_timeout=10s', '-c statement_timeout=60s', '-c idle_in_transaction_session_timeout=60s']

/**
 * Opens the pool. `assumeRole` is for a login that owns the schema: each connection switches to the app role that
 * cannot bypass row level security.
 */
export function openDatabase(options: {
  url: string
  poolSize?: number
  assumeRole?: string
  /** False behind a transaction pooler, which takes no settings at the start of a connection. Default true. */
  limits?: boolean
  /** SECRET_KEY. Without it, whatever hashes or seals is a fault: tools that only count rows. */
  secretKey?: Buffer
  /** The event types that have subscribers; absent: every one may have. */
  heardTypes?: ReadonlySet<string>
  onStatement?: StatementListener
}): Database {
  const startup = [
    ...(options.assumeRole ? [`-c role=${options.assumeRole}`] : []),
    ...((options.limits ?? true) ? boundedWaits : []),
  ].join(' ')
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.poolSize ?? 10,
    types,
    pipeline: true,
    application_name: 'regulars',
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 30_000,
    ...(startup ? { options: startup } : {}),
  })
  // An idle connection that the server closed is replaced on the next use; without a listener it would end the process.
  pool.on('error', () => {})
  // The same for a connection in use: its statements reject, and whoever sent them decides.
  pool.on('connect', (client) => void client.on('error', () => {}))

  const bound = new WeakMap<pg.PoolClient, Connection>()
  const facts = new FactMemory()
  const connectionOf = (client: pg.PoolClient): Connection => {
    const known = bound.get(client)
    if (known) return known
    const board = boarding(client)
    const run = async (statement: Statement, isCamel: boolean): Promise<FlightAnswer> => {
      options.onStatement?.(statement.sql)
      if (changesFacts(statement.sql)) connection.hasChangedFacts = true
      return ownFault(board(statement, isCamel))
    }
    const kysely = kyselyOver(async (query) => toResult(await run(query, false)))
    const connection: Connection = {
      client,
      sql: kysely,
      facts,
      hasChangedFacts: false,
      isHeard: (type) => options.heardTypes?.has(type) ?? true,
      async command(text, values = []) {
        return (await board({ sql: text, parameters: values }, false)).tag
      },
      // Straight to the client: Kysely's own path waits a few ticks, and statements of one flight must keep their order.
      async send<T>(query: Compilable<T> | RawBuilder<T>) {
        const compiled = isRaw(query) ? (rawStatement(query) ?? query.compile(kysely)) : query.compile()
        return (await run(compiled, true)).rows as T[]
      },
    }
    bound.set(client, connection)
    return connection
  }
  let ended: Promise<void> | null = null
  return {
    pool,
    keys: keyRing(options.secretKey ?? null),
    async connect() {
      return connectionOf(await pool.connect())
    },
    sql: kyselyOver(async (query) => {
      options.onStatement?.(query.sql)
      assert(!changesFacts(query.sql), 'what processes remember is changed in a transaction, which says so')
      const { rows, command, rowCount } = await pool.query(query.sql, query.parameters as unknown[])
      return toResult({ rows, tag: `${command} ${rowCount ?? 0}` })
    }),
    eventListeners: new Set(),
    close: () => (ended ??= pool.end()),
  }
}

/** Gathers the statements of one tick into a flight, which is closed at the tick's end. */
function boarding(client: pg.PoolClient): (statement: Statement, isCamel: boolean) => Promise<FlightAnswer> {
  const shapes: Shapes = new Map()
  let boarded: Flight | null = null
  const open = (): Flight => {
    const flight = new Flight(shapes, types)
    client.query(flight as unknown as pg.Submittable)
    process.nextTick(() => {
      boarded = null
      flight.close()
    })
    return flight
  }
  return ({ sql: text, parameters }, isCamel) =>
    new Promise((resolve, reject) => {
      const values = parameters.map(wireValue)
      const name = usePrepared && preparedNames.size < 2_000 ? preparedName(text) : null
      boarded ??= open()
      boarded.add({ text, name, values, isCamel, resolve, reject })
    })
}

/** An error that leads to who asked, and not to the socket. */
async function ownFault<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer
  } catch (error) {
    if (error instanceof Error) Error.captureStackTrace(error)
    throw error
  }
}

function toResult<R>({ rows, tag }: FlightAnswer): QueryResult<R> {
  const [command, ...counts] = tag.split(' ')
  return { rows: rows as R[], ...(command === 'SELECT' ? {} : { numAffectedRows: BigInt(counts.at(-1) ?? 0) }) }
}

function isRaw<T>(query: Compilable<T> | RawBuilder<T>): query is RawBuilder<T> {
  return 'isRawBuilder' in query
}

const preparedNames = new Map<string, string>()

/**
 * One name per distinct text, so that PostgreSQL parses and plans it once per connection. Texts come from our own code,
 * so their number is bounded; set-wise statements keep one text whatever the size of the batch.
 */
function preparedName(text: string): string {
  let name = preparedNames.get(text)
  if (!name) {
    name = `s${preparedNames.size}`
    preparedNames.set(text, name)
  }
  return name
}

const usePrepared = process.env.PREPARED_STATEMENTS !== 'off'

function kyselyOver(run: <R>(query: Statement) => Promise<QueryResult<R>>): Sql {
  const connection: DatabaseConnection = {
    executeQuery: run,
    // eslint-disable-next-line require-yield
    async *streamQuery() {
      throw new Error('long reads go page by page')
    },
  }
  return new Kysely<DB>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createIntrospector: (db) => new PostgresIntrospector(db),
      createQueryCompiler: () => new PostgresQueryCompiler(),
      createDriver: () => ({
        init: async () => {},
        acquireConnection: async () => connection,
        beginTransaction: async () => assert(false, 'transactions are begun by the platform'),
        commitTransaction: async () => assert(false, 'transactions are committed by the platform'),
        rollbackTransaction: async () => assert(false, 'transactions are rolled back by the platform'),
        releaseConnection: async () => {},
        destroy: async () => {},
      }),
    },
    plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
  })
}

/** The single row of a result that always has one. */
export function onlyRow<T>(result: { rows: T[] } | T[]): T {
  const rows = Array.isArray(result) ? result : result.rows
  assert(rows.length === 1, `one row was expected, ${rows.length} came`)
  return rows[0]!
}

/** PostgreSQL's error code of a failed statement, or null. */
export function sqlState(error: unknown): string | null {
  return error instanceof pg.DatabaseError ? (error.code ?? null) : null
}
