import { memberRoutes } from '#modules/members/routes.ts'
import type { Clock } from '#platform/clock.ts'
import type { Database } from '#platform/db.ts'
import { healthRoutes } from '#platform/health.ts'
import type { App } from '#platform/http.ts'
import { metricsRoute } from '#platform/metrics-route.ts'
import { buildServer } from '#platform/server.ts'
import { serveStatic } from '#platform/static-files.ts'
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
  /** The built console; null or absent serves the API alone. */
  webDir?: string | null
  metricsToken?: string | null
}

/** The whole API: one line per module. */
export async function buildApp(options: AppOptions): Promise<App> {
  const app = await buildServer({ ...options, authenticate: async () => null, refusalSentences })
  healthRoutes(app, options)
  metricsRoute(app, { token: options.metricsToken ?? null })
  await app.register(
    async (api) => {
      await memberRoutes(api)
    },
    { prefix: '/api/v1' },
  )
  await serveStatic(app, options.webDir ?? null)
  return app
}
