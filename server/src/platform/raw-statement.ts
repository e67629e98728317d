import type { OperationNode, RawBuilder, RawNode, ValueNode } from 'kysely'

export type Statement = { sql: string; parameters: readonly unknown[] }

/**
 * A place among the statements that were met: by the pieces of a template (one array for each place in the code), then by those of
 * the templates inside of it, in their order. `text` is known where a statement ended here.
 */
type Known = { text: string | undefined; inner: Map<number, WeakMap<readonly string[], Known>> }

const beginnings = new WeakMap<readonly string[], Known>()

/**
 * Text and parameters of a statement written as `sql`…``, as Kysely would compile it, at a tenth of the cost; a hot flight has some
 * forty of them. Undefined where it holds anything but texts and values: that is Kysely's to compile.
 *
 * One statement has one text, made once: what looks it up later compares no letters.
 */
export function rawStatement(query: RawBuilder<unknown>): Statement | undefined {
  const node = query.toOperationNode()
  if (!isRawNode(node)) return undefined
  const parameters: unknown[] = []
  const place = follow(node, parameters, knownIn(beginnings, node.sqlFragments), 0)
  if (!place) return undefined
  place.text ??= textOf(node, { count: 0 })
  return { sql: place.text, parameters }
}

/** Collects the values in their order, and finds the statement's place by where in it which templates stand. */
function follow(node: RawNode, parameters: unknown[], place: Known, depth: number): Known | undefined {
  let here = place
  for (let index = 0; index < node.parameters.length; index++) {
    const part = node.parameters[index]!
    if (isPlainValue(part)) parameters.push(part.value)
    else {
      if (!isRawNode(part)) return undefined
      const where = depth * mostParts + index
      let follows = here.inner.get(where)
      if (!follows) here.inner.set(where, (follows = new WeakMap()))
      const inner = follow(part, parameters, knownIn(follows, part.sqlFragments), depth + 1)
      if (!inner) return undefined
      here = inner
    }
  }
  return here
}

/** More parts than a template has. */
const mostParts = 100_000

function knownIn(places: WeakMap<readonly string[], Known>, pieces: readonly string[]): Known {
  let known = places.get(pieces)
  if (!known) places.set(pieces, (known = { text: undefined, inner: new Map() }))
  return known
}

function textOf({ sqlFragments, parameters: parts }: RawNode, values: { count: number }): string {
  let text = sqlFragments[0]!
  for (let place = 0; place < parts.length; place++) {
    const part = parts[place]!
    text += isRawNode(part) ? textOf(part, values) : `$${++values.count}`
    text += sqlFragments[place + 1]!
  }
  return text
}

function isRawNode(node: OperationNode): node is RawNode {
  return node.kind === 'RawNode'
}

/** A value that travels as a parameter. */
function isPlainValue(node: OperationNode): node is ValueNode {
  return node.kind === 'ValueNode' && !(node as ValueNode).immediate
}
