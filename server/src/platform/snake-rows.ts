const snakeNames = new Map<string, string>()

function snakeName(name: string): string {
  let snake = snakeNames.get(name)
  if (snake === undefined) {
    snake = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
    snakeNames.set(name, snake)
  }
  return snake
}

/** Rows with their column names as PostgreSQL spells them, for `jsonb_to_recordset`. Only the top level is renamed. */
export function snakeRows(rows: readonly object[]): Record<string, unknown>[] {
  return rows.map((row) => {
    const renamed: Record<string, unknown> = {}
    for (const [name, value] of Object.entries(row)) renamed[snakeName(name)] = value
    return renamed
  })
}
