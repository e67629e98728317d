import type { OperationNode, RawBuilder, RawNode, ValueNode } from 'kysely'

export type Statement = { sql: string; parameters: readonly unknown[] }

/** The texts of statements without parts of their own, by the pieces of their template: one array for each place in the code. */
const knownTexts = new WeakMap<readonly string[], string>()

/**
 * Text and parameters of a statement written as `sql`…``, as Kysely would compile it, at a tenth of the cost; a hot flight has some
 * forty of them. Undefined where it holds anything but texts and values: that is Kysely's to compile.
 */
export function rawStatement(query: RawBuilder<unknown>): Statement | undefined {
  const node = query.toOperationNode()
  if (!isRawNode(node)) return undefined
  const parameters: unknown[] = []
  if (node.parameters.every(isPlainValue)) {
    for (const { value } of node.parameters as ValueNode[]) parameters.push(value)
    let text = knownTexts.get(node.sqlFragments)
    if (text === undefined) {
      text = node.sqlFragments.reduce((before, piece, place) => `${before}$${place}${piece}`)
      knownTexts.set(node.sqlFragments, text)
    }
    return { sql: text, parameters }
  }
  const sql = textOf(node, parameters)
  return sql === undefined ? undefined : { sql, parameters }
}

function textOf({ sqlFragments, parameters: parts }: RawNode, parameters: unknown[]): string | undefined {
  let text = sqlFragments[0]!
  for (let place = 0; place < parts.length; place++) {
    const part = parts[place]!
    if (isPlainValue(part)) {
      parameters.push(part.value)
      text += `$${parameters.length}`
    } else {
      const inner = isRawNode(part) ? textOf(part, parameters) : undefined
      if (inner === undefined) return undefined
      text += inner
    }
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
