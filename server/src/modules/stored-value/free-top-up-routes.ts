import { type App, refusals } from '#platform/http.ts'
import * as contract from './contract.ts'
import { readFreeTopUp, setFreeTopUp } from './free-top-up.ts'

/** Within what limits members top up an amount of their own on the phone. */
export function freeTopUpRoutes(app: App) {
  app.get(
    '/free-top-up',
    {
      config: { permission: 'topup.sell' },
      schema: { operationId: 'freeTopUpGet', response: { 200: contract.FreeTopUp } },
    },
    async (request) => request.read(readFreeTopUp),
  )

  app.put(
    '/free-top-up',
    {
      config: { permission: 'topup.edit', idempotent: true },
      schema: {
        operationId: 'freeTopUpSave',
        body: contract.FreeTopUp,
        response: { 200: contract.FreeTopUpSaved, ...refusals('settings_changed', 'free_top_up_unsound') },
      },
    },
    async (request) => request.inTransaction((work) => setFreeTopUp(work, request.body)),
  )
}
