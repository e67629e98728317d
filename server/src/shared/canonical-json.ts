/** JSON with keys in order and no spaces: the same value gives the same text, in the server and in the browser. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(inOrder(value))
}

/** The value with the keys of its objects in order. Built first and written at once: a replacer is called for every single value. */
function inOrder(value: unknown): unknown {
  if (value === null || typeof value !== 'object') return value
  if (Array.isArray(value)) return value.map(inOrder)
  const { toJSON } = value as { toJSON?: unknown }
  if (typeof toJSON === 'function') return inOrder(toJSON.call(value))
  const record = value as Record<string, unknown>
  const ordered: Record<string, unknown> = {}
  for (const key of Object.keys(record).sort()) {
    // Assigned, this one key would be the prototype.
    if (key === '__proto__') Object.defineProperty(ordered, key, { value: inOrder(record[key]), enumerable: true })
    else ordered[key] = inOrder(record[key])
  }
  return ordered
}
