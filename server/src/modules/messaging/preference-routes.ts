import { type App, refusals } from '#platform/http.ts'
import { changePreferences, readPreferences } from './change-preferences.ts'
import * as contract from './contract.ts'

const gone = ['member_not_found', 'member_erased'] as const

/** What a member wants to hear, as the shop sees it and notes it for them. */
export function preferenceRoutes(app: App) {
  app.get(
    '/members/:memberId/message-preferences',
    {
      config: { permission: 'members.read' },
      schema: {
        operationId: 'memberMessagePreferencesGet',
        params: contract.MemberParams,
        response: { 200: contract.Preferences, ...refusals(...gone) },
      },
    },
    async (request) => request.read((work) => readPreferences(work, request.params.memberId, work.actor)),
  )

  app.put(
    '/members/:memberId/message-preferences',
    {
      config: { permission: 'members.edit', idempotent: true },
      schema: {
        operationId: 'memberMessagePreferencesChange',
        params: contract.MemberParams,
        body: contract.PreferenceChange,
        response: {
          200: contract.PreferenceSaved,
          ...refusals(...gone, 'invalid_time_zone', 'invalid_quiet_hours'),
        },
      },
    },
    async (request) =>
      request.inTransaction((work) => changePreferences(work, request.params.memberId, request.body, 'console')),
  )
}
