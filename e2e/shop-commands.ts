import assert from 'node:assert/strict'
import { request, type Page } from 'playwright-core'
import { newId } from '#shared/ids.ts'

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/**
 * A command of the API in the name of whoever is signed in at the page, as its screen would send it: for what a journey needs
 * and does not tell. At a bound till it comes from that till. Fails unless it is accepted.
 */
export async function command<T>(page: Page, method: Method, path: string, data?: object): Promise<T> {
  const deviceKey = await deviceKeyOf(page)
  const response = await page.request.fetch(`/api/v1${path}`, {
    method,
    headers: {
      'x-requested-with': 'regulars',
      ...(method === 'GET' ? {} : { 'idempotency-key': newId() }),
      ...(deviceKey ? { 'x-device-key': deviceKey } : {}),
    },
    ...(data ? { data } : {}),
  })
  const text = await response.text()
  assert.ok(response.ok(), `${method} ${path}: ${response.status()} ${text}`)
  return (text === '' ? null : JSON.parse(text)) as T
}

/** A page that was not opened yet is no till. */
async function deviceKeyOf(page: Page): Promise<string | null> {
  return page.url() === 'about:blank' ? null : page.evaluate(`localStorage.getItem('regulars.deviceKey')`)
}

/** The code that was sent last, as the outbox shows it while no gateway is set up; after another one, the next. */
export async function codeSent(owner: Page, before?: string): Promise<string> {
  for (let tries = 0; tries < 300; tries++) {
    const { items } = await command<{ items: { id: string }[] }>(owner, 'GET', '/messages?topic=codes&limit=1')
    const shown =
      items[0] && (await command<{ words: { body: string } | null }>(owner, 'GET', `/messages/${items[0].id}`))
    const code = /\d{6}/.exec(shown?.words?.body ?? '')?.[0]
    if (code && code !== before) return code
    await owner.waitForTimeout(100)
  }
  throw new Error('no code came to the outbox')
}

type Person = { name: string; loginName: string; role: 'manager' | 'cashier'; pin: string }

/** Somebody who works here, past the first sign-in: an own password, and the PIN that they use at tills. */
export async function hire(owner: Page, baseUrl: string, { name, loginName, role, pin }: Person): Promise<string> {
  const { items } = await command<{ items: { id: string; code: string | null }[] }>(owner, 'GET', '/roles')
  const roleIds = items.filter(({ code }) => code === role).map(({ id }) => id)
  const first = 'chu shi mi ma 2026'
  const own = `${loginName} zi ji de mi ma 77`
  const user = { loginName, name, roleIds, storeIds: null, password: first }
  const { userId } = await command<{ userId: string }>(owner, 'POST', '/users', user)
  const theirs = await request.newContext({ baseURL: baseUrl, extraHTTPHeaders: { 'x-requested-with': 'regulars' } })
  try {
    for (const [method, path, data] of [
      ['POST', '/session', { loginName, password: first }],
      ['PUT', '/me/password', { currentPassword: first, newPassword: own }],
      ['PUT', '/me/pin', { currentPassword: own, pin }],
    ] as const) {
      const headers = { 'idempotency-key': newId() }
      const answer = await theirs.fetch(`/api/v1${path}`, { method, headers, data })
      assert.ok(answer.ok(), `${method} ${path}: ${answer.status()} ${await answer.text()}`)
    }
  } finally {
    await theirs.dispose()
  }
  return userId
}
