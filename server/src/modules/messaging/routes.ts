import type { App } from '#platform/http.ts'
import { channelRoutes } from './channel-routes.ts'
import type { MessageRunner } from './message-runner.ts'
import { messageMeRoutes } from './me-routes.ts'
import { newsRoute } from './news-route.ts'
import { outboxRoutes } from './outbox-routes.ts'
import { preferenceRoutes } from './preference-routes.ts'
import { templateRoutes } from './template-routes.ts'

/** Messages to members: what goes out and why, wordings, channels, policy, what each member wants, and their inbox. */
export function messagingRoutes(runner: MessageRunner) {
  return async (app: App) => {
    outboxRoutes(app, runner)
    templateRoutes(app, runner)
    channelRoutes(app, runner)
    preferenceRoutes(app)
    messageMeRoutes(app, runner)
    await app.register(newsRoute(runner))
  }
}
