import { type App, recordId, refusals } from '#platform/http.ts'
import { listAccounts, type AccountRow } from './account-queries.ts'
import * as contract from './contract.ts'
import type { PaymentRunner } from './payment-runner.ts'
import { closeAccount, saveAccount } from './provider-accounts.ts'
import { testAccount } from './test-account.ts'

/** Accounts with providers. Secrets go in and are never given back. */
export function accountRoutes(app: App, runner: PaymentRunner) {
  const view = (merchantId: string) => (row: AccountRow) => {
    const { secrets: _sealed, closedAt: _closedAt, changedAt, ...account } = row
    const noticeUrl = `${runner.tools.publicUrl}/api/v1/payment-notices/${merchantId}/${row.id}`
    return { ...account, noticeUrl, changedAt: changedAt.toISOString() }
  }
  app.get(
    '/provider-accounts',
    {
      config: { permission: 'settings.edit' },
      schema: { operationId: 'providerAccountList', response: { 200: contract.AccountList } },
    },
    async (request) => ({ items: (await request.read(listAccounts)).map(view(request.caller!.merchantId)) }),
  )

  const saveRefusals = refusals(
    ...['invalid_provider_address', 'invalid_provider_field', 'payment_account_exists', 'payment_account_fixed'],
    ...['store_not_found', 'store_not_allowed', 'provider_account_not_found'],
  )
  app.post(
    '/provider-accounts',
    {
      config: { permission: 'settings.edit', idempotent: true },
      schema: {
        operationId: 'providerAccountCreate',
        body: contract.AccountSave,
        response: { 201: contract.AccountAnswer, ...saveRefusals },
      },
    },
    async (request, reply) => {
      const id = recordId(request)
      const { storeId = null, deviceId = null, ...rest } = request.body
      await request.inTransaction((work) => saveAccount(work, { id, storeId, deviceId, ...rest }, 'open'))
      return reply.code(201).send({ providerAccountId: id })
    },
  )

  app.put(
    '/provider-accounts/:providerAccountId',
    {
      config: { permission: 'settings.edit', idempotent: true },
      schema: {
        operationId: 'providerAccountChange',
        params: contract.AccountParams,
        body: contract.AccountSave,
        response: { 200: contract.AccountAnswer, ...saveRefusals },
      },
    },
    async (request) => {
      const { providerAccountId } = request.params
      const { storeId = null, deviceId = null, ...rest } = request.body
      return request.inTransaction(async (work) => {
        await saveAccount(work, { id: providerAccountId, storeId, deviceId, ...rest }, 'change')
        return { providerAccountId }
      })
    },
  )

  app.delete(
    '/provider-accounts/:providerAccountId',
    {
      config: { permission: 'settings.edit', idempotent: true },
      schema: {
        operationId: 'providerAccountClose',
        params: contract.AccountParams,
        response: { 200: contract.AccountAnswer, ...refusals('provider_account_not_found') },
      },
    },
    async (request) => {
      const { providerAccountId } = request.params
      return request.inTransaction(async (work) => {
        await closeAccount(work, providerAccountId)
        return { providerAccountId }
      })
    },
  )

  app.post(
    '/provider-accounts/:providerAccountId/test',
    {
      config: {
        permission: 'settings.edit',
        idempotent: { without: 'it only asks about a payment that there is not' },
        triesPerMinute: 20,
      },
      schema: {
        operationId: 'providerAccountTest',
        params: contract.AccountParams,
        response: { 200: contract.AccountTest, ...refusals('provider_account_not_found') },
      },
    },
    async (request) => testAccount(runner.tools, request.caller!.merchantId, request.params.providerAccountId),
  )
}
