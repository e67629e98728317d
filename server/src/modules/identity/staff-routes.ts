import { Type } from '#platform/contract.ts'
import { recordId, refusals, type App } from '#platform/http.ts'
import { Refused } from '#shared/refusal.ts'
import { merchantFacts } from '#modules/shops/store-facts.ts'
import { addUser } from './add-user.ts'
import { changeRole, makeRole, removeRole } from './change-role.ts'
import { changeUser, disableUser, enableUser } from './change-user.ts'
import * as contract from './contract.ts'
import { endSession } from './end-session.ts'
import type { Identity } from './identity.ts'
import { sessionView } from './my-security-routes.ts'
import { hashPermittedPassword } from './permitted-password.ts'
import { lockManagedUser } from './reach.ts'
import { readRoles } from './role-queries.ts'
import { readLiveSessions } from './session-queries.ts'
import { resetPassword } from './set-password.ts'
import { passwordRefusals } from './sign-in-routes.ts'
import { removeTotp } from './turn-on-totp.ts'
import { readUserViews, type UserView } from './user-queries.ts'

const userView = (user: UserView) => ({
  ...user,
  lastSeenAt: user.lastSeenAt?.toISOString() ?? null,
  createdAt: user.createdAt.toISOString(),
  disabledAt: user.disabledAt?.toISOString() ?? null,
})

const grantRefusals = [
  'role_not_found',
  'grant_exceeds_own',
  'owner_only',
  'store_not_found',
  'store_not_allowed',
] as const
const manage = { permission: 'staff.manage', idempotent: true } as const

/** Accounts of the people who work here. */
export async function staffRoutes(app: App, { identity }: { identity: Identity }) {
  app.get(
    '/users',
    { config: { permission: 'staff.read' }, schema: { operationId: 'userList', response: { 200: contract.UserList } } },
    async (request) => ({ items: (await request.read((work) => readUserViews(work))).map(userView) }),
  )

  app.post(
    '/users',
    {
      config: manage,
      schema: {
        operationId: 'userCreate',
        body: contract.UserCreate,
        response: {
          201: contract.UserAnswer,
          ...refusals('login_name_taken', 'invalid_login_name', ...grantRefusals, ...passwordRefusals),
        },
      },
    },
    async (request, reply) => {
      const userId = recordId(request)
      const { password, ...input } = request.body
      const { name } = await request.read(merchantFacts)
      const passwordHash = await hashPermittedPassword(identity.passwords, password, [
        input.loginName,
        input.name,
        name,
      ])
      const user = { ...input, userId, passwordHash, mustChangePassword: true }
      return reply.code(201).send(await request.inTransaction((work) => addUser(work, identity.keys, user)))
    },
  )

  app.get(
    '/users/:userId',
    {
      config: { permission: 'staff.read' },
      schema: {
        operationId: 'userGet',
        params: contract.UserParams,
        response: { 200: contract.User, ...refusals('user_not_found') },
      },
    },
    async (request) => {
      const [user] = await request.read((work) => readUserViews(work, request.params.userId))
      if (!user) throw new Refused('user_not_found')
      return userView(user)
    },
  )

  app.patch(
    '/users/:userId',
    {
      config: manage,
      schema: {
        operationId: 'userChange',
        params: contract.UserParams,
        body: contract.UserChange,
        response: { 200: contract.UserAnswer, ...refusals('user_not_found', 'last_owner', ...grantRefusals) },
      },
    },
    async (request) => request.inTransaction((work) => changeUser(work, { ...request.params, ...request.body })),
  )

  app.post(
    '/users/:userId/disablement',
    {
      config: manage,
      schema: {
        operationId: 'userDisablementCreate',
        params: contract.UserParams,
        response: { 200: contract.UserAnswer, ...refusals('user_not_found', 'last_owner', 'owner_only') },
      },
    },
    async (request) => request.inTransaction((work) => disableUser(work, request.params)),
  )

  app.delete(
    '/users/:userId/disablement',
    {
      config: manage,
      schema: {
        operationId: 'userDisablementDelete',
        params: contract.UserParams,
        response: { 200: contract.UserAnswer, ...refusals('user_not_found', 'owner_only') },
      },
    },
    async (request) => request.inTransaction((work) => enableUser(work, request.params)),
  )

  app.post(
    '/users/:userId/password-reset',
    {
      config: manage,
      schema: {
        operationId: 'userPasswordResetCreate',
        params: contract.UserParams,
        body: contract.PasswordReset,
        response: { 200: contract.UserAnswer, ...refusals('user_not_found', 'owner_only', ...passwordRefusals) },
      },
    },
    async (request) => {
      const { userId } = request.params
      const [user, merchant] = await request.read((work) =>
        Promise.all([readUserViews(work, userId), merchantFacts(work)]),
      )
      if (!user[0]) throw new Refused('user_not_found')
      const names = [user[0].loginName, user[0].name, merchant.name]
      const passwordHash = await hashPermittedPassword(identity.passwords, request.body.password, names)
      return request.inTransaction((work) => resetPassword(work, { userId, passwordHash }))
    },
  )

  app.delete(
    '/users/:userId/totp',
    {
      config: manage,
      schema: {
        operationId: 'userTotpDelete',
        params: contract.UserParams,
        response: { 200: contract.UserAnswer, ...refusals('user_not_found', 'owner_only', 'totp_off') },
      },
    },
    async (request) => request.inTransaction((work) => removeTotp(work, request.params)),
  )

  app.get(
    '/users/:userId/sessions',
    {
      config: { permission: 'staff.read' },
      schema: { operationId: 'userSessionList', params: contract.UserParams, response: { 200: contract.SessionList } },
    },
    async (request) => {
      const sessions = await request.read((work) => readLiveSessions(work, request.params.userId))
      return { items: sessions.map(sessionView) }
    },
  )

  app.delete(
    '/users/:userId/sessions/:sessionId',
    {
      config: manage,
      schema: {
        operationId: 'userSessionDelete',
        params: contract.UserSessionParams,
        response: { 204: Type.Null(), ...refusals('user_not_found', 'session_not_found', 'owner_only') },
      },
    },
    async (request, reply) => {
      await request.inTransaction(async (work) => {
        await lockManagedUser(work, request.params.userId)
        await endSession(work, request.params)
        return null
      })
      return reply.code(204).send(null)
    },
  )
}

/** Roles: sets of permissions that the merchant edits. */
export async function roleRoutes(app: App) {
  app.get(
    '/roles',
    { config: { permission: 'staff.read' }, schema: { operationId: 'roleList', response: { 200: contract.RoleList } } },
    async (request) => ({ items: await request.read(readRoles) }),
  )

  app.post(
    '/roles',
    {
      config: manage,
      schema: {
        operationId: 'roleCreate',
        body: contract.RoleCreate,
        response: {
          201: contract.RoleAnswer,
          ...refusals('role_name_taken', 'grant_exceeds_own', 'invalid_permission'),
        },
      },
    },
    async (request, reply) => {
      const input = { roleId: recordId(request), ...request.body }
      return reply.code(201).send(await request.inTransaction((work) => makeRole(work, input)))
    },
  )

  app.patch(
    '/roles/:roleId',
    {
      config: manage,
      schema: {
        operationId: 'roleChange',
        params: contract.RoleParams,
        body: contract.RoleChange,
        response: {
          200: contract.RoleAnswer,
          ...refusals(
            'role_not_found',
            'role_fixed',
            'role_name_taken',
            'grant_exceeds_own',
            'invalid_permission',
            'owner_only',
          ),
        },
      },
    },
    async (request) => request.inTransaction((work) => changeRole(work, { ...request.params, ...request.body })),
  )

  app.delete(
    '/roles/:roleId',
    {
      config: manage,
      schema: {
        operationId: 'roleDelete',
        params: contract.RoleParams,
        response: { 200: contract.RoleAnswer, ...refusals('role_not_found', 'role_fixed', 'role_in_use') },
      },
    },
    async (request) => request.inTransaction((work) => removeRole(work, request.params)),
  )
}
