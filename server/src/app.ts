import type { Clock } from '#platform/clock.ts'
import type { Database } from '#platform/db.ts'
import type { App } from '#platform/http.ts'
import { buildServer } from '#platform/server.ts'
import { refusalSentences } from './refusals.ts'

export type AppOptions = {
  database: Database
  clock: Clock
  /** 32 bytes: keys every hash and seal. */
  secretKey: Buffer
  secure: boolean
  logLevel?: string
  trustProxy?: boolean
  https?: { cert: string; key: string } | undefined
}

/** The whole API: one line per module. */
export async function buildApp(options: AppOptions): Promise<App> {
  const app = await buildServer({ ...options, authenticate: async () => null, refusalSentences })
  await app.register(
    async (api) => {
      void api
    },
    { prefix: '/api/v1' },
  )
  return app
}
