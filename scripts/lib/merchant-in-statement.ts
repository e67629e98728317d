/**
 * Tables of tenants that a statement reaches without saying for which merchant, by reading its text.
 *
 * Each query block (a select, or what is in a subquery's parentheses) has to constrain `merchant_id` for every tenant
 * table of its own: in its conditions, in the column list of an insert, or by a join `using`. A `merchant_id` that is
 * merely selected or set does not count, and neither does one in another block: one such join and a till reads its
 * neighbour's members.
 */
export function tablesWithoutMerchant(statement: string, tenantTables: ReadonlySet<string>): string[] {
  const tokens = tokenize(statement)
  if (tokens[0] === 'truncate' || tokens[0] === 'lock') return []
  return blocksOf(tokens).flatMap((block) => unconstrained(block, tenantTables))
}

/** Lower-case words, numbers, symbols and nested parentheses; comments, strings and quotes are gone. */
type Token = string | Token[]

const LEXEME =
  /--[^\n]*|\/\*[\s\S]*?\*\/|e?'(?:[^']|'')*'|\$(\w*)\$[\s\S]*?\$\1\$|"(?:[^"]|"")*"|[a-z_][\w$]*|\$\d+|\d[\w.]*|\S/gi

function tokenize(statement: string): Token[] {
  const top: Token[] = []
  const open: Token[][] = [top]
  for (const [lexeme] of statement.matchAll(LEXEME)) {
    const innermost = open.at(-1)!
    if (lexeme.startsWith('--') || lexeme.startsWith('/*')) continue
    if (lexeme === '(') {
      const group: Token[] = []
      innermost.push(group)
      open.push(group)
    } else if (lexeme === ')') {
      if (open.length > 1) open.pop()
    } else if (/^(e?'|\$\w*\$)/i.test(lexeme) && !/^\$\d+$/.test(lexeme)) {
      innermost.push(`'text'`)
    } else {
      innermost.push(lexeme.startsWith('"') ? lexeme.slice(1, -1) : lexeme.toLowerCase())
    }
  }
  return top
}

const STARTS = new Set(['select', 'insert', 'update', 'delete', 'with', 'merge', 'copy', 'table'])
const SET_OPERATIONS = new Set(['union', 'intersect', 'except', ';'])

/** A statement's query blocks, each without the blocks inside it. Parentheses that hold no query stay in their block. */
function blocksOf(tokens: Token[]): Token[][] {
  const nested: Token[][] = []
  const own = withoutNested(tokens, nested)
  const blocks: Token[][] = [[]]
  for (const token of own) {
    const block = blocks.at(-1)!
    if (typeof token === 'string' && SET_OPERATIONS.has(token)) blocks.push([])
    else if (token === 'select' && block.includes('insert')) blocks.push([token])
    else block.push(token)
  }
  return [...blocks, ...nested.flatMap(blocksOf)]
}

/** Moves parentheses that hold a query out of `tokens` into `nested`, at any depth of plain parentheses. */
function withoutNested(tokens: Token[], nested: Token[][]): Token[] {
  return tokens.map((token) => {
    if (typeof token === 'string') return token
    const [first] = token
    if (typeof first === 'string' && STARTS.has(first)) {
      nested.push(token)
      return []
    }
    return withoutNested(token, nested)
  })
}

type Reference = { table: string; names: string[]; isInsert: boolean }

function unconstrained(block: Token[], tenantTables: ReadonlySet<string>): string[] {
  const words = block.flat(Infinity as 20) as string[]
  const references = referencesIn(words, tenantTables)
  return references
    .filter((reference) => !isConstrained(reference, block, references.length))
    .map((reference) => reference.table)
}

const NOT_AN_ALIAS = new Set(
  `as on using where set join inner left right full cross natural group order limit offset for union values select
   returning default overriding from having window fetch tablesample lateral when and or with conflict do to`.split(
    /\s+/,
  ),
)

function referencesIn(words: string[], tenantTables: ReadonlySet<string>): Reference[] {
  const found: Reference[] = []
  for (let at = 0; at + 2 < words.length; at += 1) {
    const table = `${words[at]}.${words[at + 2]}`
    // A third part is a column, `members.member.name`: no new reference to the table.
    if (words[at + 1] !== '.' || !tenantTables.has(table) || words[at - 1] === '.' || words[at + 3] === '.') continue
    const next = words[at + 3] === 'as' ? words[at + 4] : words[at + 3]
    const alias = next && /^[a-z_]\w*$/i.test(next) && !NOT_AN_ALIAS.has(next) ? next : words[at + 2]!
    found.push({ table, names: [alias], isInsert: words[at - 1] === 'into' && words.includes('insert') })
  }
  return found
}

function isConstrained({ names, isInsert }: Reference, block: Token[], count: number): boolean {
  const words = (isInsert ? block : conditionsOf(block)).flat(Infinity as 20) as string[]
  return words.some((word, at) => {
    if (word !== 'merchant_id') return false
    if (words[at - 1] !== '.') return count === 1 || isInsert || isJoinColumn(words, at)
    return names.includes(words[at - 2]!)
  })
}

/** `using (merchant_id, member_id)` constrains both sides, if one of them is. */
function isJoinColumn(words: string[], at: number): boolean {
  const before = words.slice(0, at)
  return before.lastIndexOf('using') > Math.max(before.lastIndexOf('where'), before.lastIndexOf('on'))
}

/** The part of a block that chooses rows: after `from` of a select or delete, after `set …` of an update. */
function conditionsOf(block: Token[]): Token[] {
  const from = block.indexOf('from')
  const where = block.indexOf('where')
  const starts = [from, where].filter((at) => at !== -1)
  return starts.length === 0 ? [] : block.slice(Math.min(...starts))
}
