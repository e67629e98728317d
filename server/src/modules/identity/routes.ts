import type { App } from '#platform/http.ts'
import { approvalRoutes } from './approval-routes.ts'
import type { Identity } from './identity.ts'
import { keyRoutes } from './key-routes.ts'
import { mySecurityRoutes } from './my-security-routes.ts'
import { signInRoutes } from './sign-in-routes.ts'
import { roleRoutes, staffRoutes } from './staff-routes.ts'

export async function identityRoutes(app: App, options: { identity: Identity }) {
  // What these routes change decides who may do what: nobody remembered may outlive it in this process.
  app.addHook('onSend', async (request) => {
    if (request.method !== 'GET') options.identity.authenticator.forget()
  })
  await signInRoutes(app, options)
  await mySecurityRoutes(app, options)
  await staffRoutes(app, options)
  await roleRoutes(app)
  await keyRoutes(app, options)
  await approvalRoutes(app, options)
}
