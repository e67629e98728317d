/** The embedded database could not do what was asked; the message tells the person at the machine what to do. */
export class EmbeddedPostgresError extends Error {
  override name = 'EmbeddedPostgresError'
}
