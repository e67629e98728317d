import { type App, refusals } from '#platform/http.ts'
import { Home, HomeQuery } from './contract.ts'
import { showHome } from './show-home.ts'

export async function analyticsRoutes(app: App) {
  app.get(
    '/home',
    {
      config: { access: ['staff'] },
      schema: {
        operationId: 'homeGet',
        querystring: HomeQuery,
        response: { 200: Home, ...refusals('store_not_found', 'store_not_allowed') },
      },
    },
    async (request) => request.read((work) => showHome(work, request.query.storeId)),
  )
}
