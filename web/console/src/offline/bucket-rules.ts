/**
 * Which of 256 texts a record is kept in: by the last two digits of its id, which are random. A change writes one text of some
 * hundred records anew, a start reads 256 rows and not a hundred thousand.
 */
export function bucketOf(id: string): string {
  return id.slice(-2)
}

export function bucketText(values: readonly unknown[]): string {
  return JSON.stringify(values)
}
