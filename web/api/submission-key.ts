import { newId } from '#shared/ids.ts'

/**
 * Remembers the idempotency key of a submission until its fate is known.
 *
 * A retry of the same input must carry the same key: the first try may have been booked and only its answer lost. A
 * changed input is another command and gets its own key, as does the same input after an answer. A file is the same input
 * while it is the same object: its bytes are not compared.
 */
export function submissionKeys(makeId: () => string = newId) {
  let open: { input: string; key: string } | null = null
  const files = new WeakMap<Blob, string>()
  const nameOf = (file: Blob) => {
    const known = files.get(file) ?? makeId()
    files.set(file, known)
    return known
  }
  return {
    keyFor(input: unknown): string {
      const text = JSON.stringify(input, (_, value: unknown) => (value instanceof Blob ? nameOf(value) : value)) ?? ''
      if (open?.input !== text) open = { input: text, key: makeId() }
      return open.key
    },
    settle(): void {
      open = null
    },
  }
}
