/** A broken invariant: a bug of ours, never an expected answer. */
export class InvariantBroken extends Error {
  override name = 'InvariantBroken'
}

/** States what must hold. Kept on in production: a wrong sum is worse than an error. */
export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new InvariantBroken(message)
}
