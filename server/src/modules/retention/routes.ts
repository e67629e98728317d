import type { Identity } from '#modules/identity/identity.ts'
import type { App } from '#platform/http.ts'
import { counterRoutes } from './counter-routes.ts'
import { flowRoutes } from './flow-routes.ts'
import { followUpRoutes } from './follow-up-routes.ts'
import { leavingPageRoutes } from './leaving-page-routes.ts'
import { myLeavingRoutes } from './me-routes.ts'
import { offerRoutes } from './offer-routes.ts'
import { openRoutes } from './open-routes.ts'
import { reportRoutes } from './report-routes.ts'
import { surveyRoutes } from './survey-routes.ts'

/** Leaving well: the member's own way out, the same at the counter and by phone, what follows, and how the flow is made. */
export function retentionRoutes(app: App, identity: Identity) {
  myLeavingRoutes(app)
  counterRoutes(app, identity)
  openRoutes(app, identity)
  followUpRoutes(app)
  flowRoutes(app)
  offerRoutes(app)
  reportRoutes(app)
  surveyRoutes(app)
  leavingPageRoutes(app)
}
