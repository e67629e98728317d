import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import type { App } from '#platform/http.ts'
import { newId } from '#shared/ids.ts'
import { testApp } from './app.ts'
import { makeItem } from './make-item.ts'
import { makeMember } from './make-member.ts'
import { makeCommittedShop, type MadeShop, type SignedIn, signIn } from './make-merchant.ts'
import { committed } from './work.ts'

// Numbers as programs and broken keyboards write them, in the text of the request itself: what becomes of them on the way to the
// database is the whole question, so that nothing here may read them first.

let app: App
let shop: MadeShop
let owner: SignedIn

before(async () => {
  app = await testApp()
  shop = await makeCommittedShop()
  owner = await signIn(app, { merchantId: shop.merchantId, userId: shop.ownerId })
})

const literals = [
  ...['0', '-0', '-1', '1', '1.0', '12e2', '1.00005', '0.1', '2147483647', '2147483648', '4294967297'],
  ...[
    '9007199254740991',
    '9007199254740993',
    '9223372036854775807',
    '9223372036854775808',
    '1e400',
    '-1e400',
    '5e-324',
  ],
  ...['NaN', 'Infinity', '0x10', '1_000', '"12"', '"１２"', '１２', 'true', 'null', '[1]', '""'],
]

type Answer = { status: number; field?: string; kept?: number | null }

/** One field that takes a number: how it is sent, and what was kept of it. */
type Place = { what: string; field: string; send(literal: string): Promise<Answer> }

async function post(url: string, text: string) {
  const headers = { ...owner.headers, 'idempotency-key': newId(), 'content-type': 'application/json' }
  const response = await app.inject({ method: 'POST', url: `/api/v1${url}`, headers, payload: text })
  const body = response.json()
  return { status: response.statusCode, field: body.details?.field as string | undefined, body }
}

const places: Place[] = [
  {
    what: 'the price of a product',
    field: 'listPriceCents',
    async send(literal) {
      const { status, field, body } = await post(
        '/items',
        `{"kind":"product","name":"奇数","listPriceCents":${literal}}`,
      )
      if (status !== 201) return { status, ...(field ? { field } : {}) }
      const item = await owner.call({ url: `/items/${body.itemId}` })
      return { status, kept: item.body.listPriceCents }
    },
  },
  {
    what: 'the quantity of a line',
    field: 'lines.0.quantityMilli',
    async send(literal) {
      const { id: productId } = await committed(shop.merchantId, (work) => makeItem(work, { listPriceCents: 1 }))
      const line = `{"lineId":"${newId()}","productId":"${productId}","quantityMilli":${literal}}`
      const { status, field, body } = await post(
        '/sales/quote',
        `{"storeId":"${shop.storeId}","lines":[${line}],"tenders":[]}`,
      )
      if (status !== 200) return { status, ...(field ? { field } : {}) }
      return { status, kept: body.lines[0].quantityMilli }
    },
  },
  {
    what: 'points by hand',
    field: 'deltaPoints',
    async send(literal) {
      const { id } = await committed(shop.merchantId, (work) => makeMember(work))
      const text = `{"storeId":"${shop.storeId}","reason":"奇数","deltaPoints":${literal}}`
      const { status, field } = await post(`/members/${id}/points-adjustments`, text)
      if (status !== 201) return { status, ...(field ? { field } : {}) }
      const accounts = await owner.call({ url: `/members/${id}/accounts` })
      const points = accounts.body.items.find(({ asset }: { asset: string }) => asset === 'points')
      return { status, kept: points?.availableUnits ?? 0 }
    },
  },
]

/** The whole number that a text says, exactly; null where it says none. */
function wholeOf(literal: string): bigint | null {
  const match = /^(-?\d+)(?:\.0+)?(?:e(\d{1,2}))?$/.exec(literal)
  return match ? BigInt(match[1]!) * 10n ** BigInt(match[2] ?? 0) : null
}

function isJson(literal: string): boolean {
  try {
    JSON.parse(literal)
    return true
  } catch {
    return false
  }
}

/** What is wrong with an answer; null where the number is kept exactly, or refused by the name of its field. */
function wrongWith(literal: string, field: string, answer: Answer): string | null {
  const said = `${field} ${literal}: ${JSON.stringify(answer)}`
  if (answer.kept === null) return literal === 'null' ? null : said // left open
  if (answer.kept !== undefined) return wholeOf(literal) === BigInt(answer.kept) ? null : said
  if (answer.status === 409) return wholeOf(literal) === null ? said : null // understood, and the business says no
  if (answer.status !== 400) return said
  return isJson(literal) && answer.field !== field ? said : null
}

/** All places with all numbers; `readAs` is what a bug on the way would make of them. */
async function wrongs(readAs: (literal: string) => string = (literal) => literal): Promise<string[]> {
  const found: string[] = []
  for (const { field, send } of places)
    for (const literal of literals) {
      const wrong = wrongWith(literal, field, await send(readAs(literal)))
      if (wrong) found.push(wrong)
    }
  return found
}

test('a number is kept exactly as it was written, or refused by the name of its field', async () => {
  assert.deepEqual(await wrongs(), [])
})

test('the check sees a server that wraps numbers at 32 bits, and one that rounds them', async () => {
  const seen = async (bug: (value: number) => number) =>
    (await wrongs((literal) => (/^-?[\d.]+$/.test(literal) ? String(bug(Number(literal))) : literal))).length
  assert.ok((await seen((value) => value | 0)) > 0)
  assert.ok((await seen(Math.round)) > 0)
})
