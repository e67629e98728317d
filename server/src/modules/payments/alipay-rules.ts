/** Whole cents as Alipay writes amounts: `12.34`. */
export function yuanOfCents(amountCents: number): string {
  const text = String(amountCents).padStart(3, '0')
  return `${text.slice(0, -2)}.${text.slice(-2)}`
}

/** `12.34`, `12.3` or `12` in cents; null for anything else. No fractions are computed. */
export function centsOfYuan(text: string): number | null {
  const parts = /^(\d{1,9})(?:\.(\d{1,2}))?$/.exec(text)
  return parts ? Number(`${parts[1]}${(parts[2] ?? '').padEnd(2, '0')}`) : null
}

/**
 * The text of one object in a JSON document, exactly as it came: what Alipay signs is the text, not the value. Null where the
 * document has no such object at its top.
 */
export function jsonNodeOf(document: string, name: string): string | null {
  const head = new RegExp(`^\\s*\\{\\s*"${name}"\\s*:\\s*\\{|[,{]\\s*"${name}"\\s*:\\s*\\{`).exec(document)
  if (!head) return null
  const start = head.index + head[0].length - 1
  let depth = 0
  let isText = false
  for (let i = start; i < document.length; i++) {
    const sign = document[i]
    if (isText) {
      if (sign === '\\') i++
      else if (sign === '"') isText = false
    } else if (sign === '"') isText = true
    else if (sign === '{') depth++
    else if (sign === '}' && --depth === 0) return document.slice(start, i + 1)
  }
  return null
}
