import type { SimulatedAnswer, SimulatedBooks, SimulatedRequest } from './simulator-server.ts'

type Page = {
  path: string
  /** The parameters that name the trade, and where the phone goes afterwards. */
  by: string
  back: string
}

/**
 * What a customer's phone sees of a simulated provider: the sum and a button that pays it. Undefined for any other request. GET shows
 * it, POST pays and sends the phone back to the shop.
 */
export function payingPage(
  books: SimulatedBooks,
  { method, path }: SimulatedRequest,
  at: Date,
  page: Page,
): SimulatedAnswer | undefined {
  const { pathname, searchParams, search } = new URL(path, 'http://provider')
  if (pathname !== page.path) return undefined
  const trade = books.trades.get(searchParams.get(page.by) ?? '')
  if (!trade) return { status: 404, body: 'unknown' }
  const back = searchParams.get(page.back) ?? '/'
  if (method === 'POST') {
    if (trade.state === 'waiting') books.pay(trade, at)
    return { status: 303, headers: { location: back }, body: '' }
  }
  const amount = `¥${(trade.amountCents / 100).toFixed(2)}`
  const escaped = `${page.path}${search}`.replaceAll('&', '&amp;').replaceAll('"', '&quot;')
  const body = `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>模拟支付</title><body style="font: 18px sans-serif; text-align: center; padding: 20vh 24px"><h1>${amount}</h1>
<form method="post" action="${escaped}"><button style="font: inherit; padding: 12px 48px">确认付款</button></form>`
  return { status: 200, headers: { 'content-type': 'text/html; charset=utf-8' }, body }
}
