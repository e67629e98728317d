import pg from 'pg'
import { serialize } from 'pg-protocol'
import { assert } from '#shared/assert.ts'
import { quote } from './column-arrays.ts'

/** A statement on its way, and whoever waits for it. */
export type Passenger = {
  text: string
  /** Under which PostgreSQL keeps it parsed and planned; null: parsed each time. */
  name: string | null
  /** As they travel (`wireValue`). */
  values: readonly WireValue[]
  /** Whether the names of columns come in camel case. */
  isCamel: boolean
  resolve(answer: FlightAnswer): void
  reject(error: unknown): void
}

/** `tag` is PostgreSQL's own word for what was done: `SELECT 3`, `INSERT 0 1`, `COMMIT`. */
export type FlightAnswer = { rows: Record<string, unknown>[]; tag: string }

export type WireValue = string | Buffer | null

type Field = { name: string; dataTypeID: number; format: 'text' | 'binary' }
type Parse = (value: string) => unknown

/** How rows of one statement are read. */
type Shape = { names: string[]; camelNames: string[]; parses: Parse[] }

/** The shapes of the statements that a connection has prepared, by name. */
export type Shapes = Map<string, Shape>

/** What a flight uses of node-postgres's connection: where bytes go, and which statements are prepared. */
type Wire = {
  stream: { writable: boolean; write(bytes: Buffer): void }
  parsedStatements: Record<string, string>
  submittedNamedStatements: Record<string, string>
}

/** A query of node-postgres that is not one: a pipelining client takes nothing else. */
const Query = pg.Query as unknown as new (text: string) => object

/** PostgreSQL begins with the first of a flight while the rest is being made; each further part is twice as large, up to the largest. */
const firstPartBytes = 4_096
const largestPartBytes = 32_768

/**
 * Statements that travel as one: one synchronisation behind the last, one packet back. Each by itself would make PostgreSQL send its
 * answer, and wake this process for it, and have its columns described anew each time. A small flight is one packet; of a larger one,
 * parts leave while it is still boarding.
 *
 * The first that fails rejects with its error; those behind it are skipped by PostgreSQL and reject as in any failed transaction (25P02).
 */
export class Flight extends Query {
  readonly #passengers: Passenger[] = []
  readonly #shapes: Shapes
  readonly #types: pg.CustomTypesConfig
  #current = 0
  #shape: Shape | undefined
  #rows: (string | null)[][] = []
  #wire: Wire | undefined
  /** Messages that have not left. */
  #messages: Buffer[] = []
  #bytes = 0
  #partBytes = firstPartBytes
  /** node-postgres looks for one; each passenger has its own. */
  callback = () => {}

  constructor(shapes: Shapes, types: pg.CustomTypesConfig) {
    super('')
    this.#shapes = shapes
    this.#types = types
  }

  add(passenger: Passenger): void {
    this.#passengers.push(passenger)
    // Where the connection is lost, node-postgres tells all of them.
    if (!this.#wire) return
    this.#board(passenger, this.#wire)
    if (this.#bytes < this.#partBytes) return
    this.#leave()
    this.#partBytes = Math.min(this.#partBytes * 2, largestPartBytes)
  }

  /** Nobody boards any more: what is left leaves, and PostgreSQL is asked to answer. */
  close(): void {
    if (!this.#wire) return
    this.#messages.push(serialize.sync())
    this.#leave()
  }

  // node-postgres notes under these that a statement was parsed.
  get name(): string | undefined {
    return this.#passengers?.[this.#current]?.name ?? undefined
  }
  set name(_name: string | undefined) {}
  get text(): string | undefined {
    return this.#passengers?.[this.#current]?.text
  }
  set text(_text: string | undefined) {}

  submit(wire: Wire): null {
    this.#wire = wire
    return null
  }

  #board({ name, text, values }: Passenger, wire: Wire): void {
    const statement = name ?? ''
    if (name === null || !isParsed(wire, name)) {
      this.#put(serialize.parse({ name: statement, text }))
      if (name !== null) wire.submittedNamedStatements[name] = text
    }
    this.#put(serialize.bind({ statement, values: values as WireValue[] }))
    if (name === null || !this.#shapes.has(name)) this.#put(serialize.describe({ type: 'P', name: '' }))
    this.#put(serialize.execute())
  }

  #put(message: Buffer): void {
    this.#messages.push(message)
    this.#bytes += message.length
  }

  #leave(): void {
    if (this.#wire!.stream.writable) this.#wire!.stream.write(Buffer.concat(this.#messages))
    this.#messages = []
    this.#bytes = 0
  }

  handleRowDescription({ fields }: { fields: Field[] }): void {
    this.#shape = {
      names: fields.map(({ name }) => name),
      camelNames: fields.map(({ name }) => camelName(name)),
      parses: fields.map(({ dataTypeID, format }) => this.#types.getTypeParser(dataTypeID, format) as Parse),
    }
  }

  handleDataRow({ fields }: { fields: (string | null)[] }): void {
    this.#rows.push(fields)
  }

  handleCommandComplete({ text: tag }: { text: string }): void {
    const { name, isCamel, resolve, reject } = this.#passengers[this.#current++]!
    const shape = this.#shape ?? (name === null ? undefined : this.#shapes.get(name)) ?? shapeless
    if (name !== null && !this.#shapes.has(name)) this.#shapes.set(name, shape)
    const raw = this.#rows
    this.#shape = undefined
    this.#rows = []
    try {
      resolve({ rows: raw.map((cells) => readRow(cells, shape, isCamel)), tag })
    } catch (error) {
      reject(error)
    }
  }

  handleEmptyQuery(): void {
    this.handleCommandComplete({ text: '' })
  }

  handleError(error: Error & { severity?: string }): void {
    const left = this.#passengers.slice(this.#current)
    this.#current = this.#passengers.length
    const isAboutOne = error instanceof pg.DatabaseError && error.severity === 'ERROR'
    left.forEach(({ name, reject }, place) => {
      // Whether the first of them was parsed, node-postgres knows; the others were not looked at.
      if (name !== null && place > 0) delete this.#wire?.submittedNamedStatements[name]
      reject(isAboutOne && place > 0 ? skipped() : error)
    })
  }

  handleReadyForQuery(): void {
    assert(this.#current === this.#passengers.length, 'PostgreSQL answered every statement of the flight')
  }

  handleCopyInResponse(wire: { sendCopyFail(reason: string): void }): void {
    wire.sendCopyFail('a flight copies nothing')
  }

  handleCopyData(): void {}
}

const shapeless: Shape = { names: [], camelNames: [], parses: [] }

function isParsed({ parsedStatements, submittedNamedStatements }: Wire, name: string): boolean {
  return parsedStatements[name] !== undefined || submittedNamedStatements[name] !== undefined
}

function skipped(): Error {
  const error = new pg.DatabaseError('a statement of the same flight failed before this one', 0, 'error')
  error.severity = 'ERROR'
  error.code = '25P02'
  return error
}

function readRow(
  cells: readonly (string | null)[],
  { names, camelNames, parses }: Shape,
  isCamel: boolean,
): Record<string, unknown> {
  const keys = isCamel ? camelNames : names
  const row: Record<string, unknown> = {}
  for (let place = 0; place < cells.length; place++) {
    const cell = cells[place]!
    row[keys[place]!] = cell === null ? null : parses[place]!(cell)
  }
  return row
}

function camelName(name: string): string {
  return name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
}

/**
 * A parameter as it travels: text that PostgreSQL reads as the type of its place, or bytes. Instants in UTC, arrays as `{…}`, objects as
 * JSON.
 */
export function wireValue(value: unknown): WireValue {
  if (value === null || value === undefined) return null
  if (typeof value === 'string') return value
  if (typeof value !== 'object') return String(value)
  if (value instanceof Date) return value.toISOString()
  if (Buffer.isBuffer(value)) return value
  if (ArrayBuffer.isView(value)) return Buffer.from(value.buffer, value.byteOffset, value.byteLength)
  if (Array.isArray(value)) return arrayText(value)
  return JSON.stringify(value)
}

function arrayText(items: readonly unknown[]): string {
  let text = '{'
  for (const item of items) {
    if (text.length > 1) text += ','
    if (item === null || item === undefined) text += 'NULL'
    else if (Array.isArray(item)) text += arrayText(item)
    else if (typeof item === 'number' || typeof item === 'boolean' || typeof item === 'bigint') text += item
    else {
      const cell = wireValue(item)!
      text += Buffer.isBuffer(cell) ? `"\\\\x${cell.toString('hex')}"` : quote(cell)
    }
  }
  return `${text}}`
}
