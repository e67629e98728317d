import { Type } from '#platform/contract.ts'
import type { App } from '#platform/http.ts'
import * as contract from './contract.ts'
import type { PaymentRunner } from './payment-runner.ts'
import { takeNotice } from './take-notice.ts'

/** Where providers tell us of payments: anybody may call, only their signature counts. The body is read as it came. */
export function noticeRoute(runner: PaymentRunner) {
  return async function routes(app: App) {
    app.removeAllContentTypeParsers()
    app.addContentTypeParser('*', { parseAs: 'string', bodyLimit: 65_536 }, (_request, body, done) => done(null, body))
    app.post(
      '/payment-notices/:merchantId/:providerAccountId',
      {
        config: { access: 'public', idempotent: { without: 'a notice is judged by the state of its payment' } },
        schema: {
          operationId: 'paymentNoticeTake',
          params: contract.NoticeParams,
          response: { 200: Type.String(), 401: Type.String() },
        },
      },
      async (request, reply) => {
        const { merchantId, providerAccountId: accountId } = request.params
        const headers = Object.fromEntries(
          Object.entries(request.headers).map(([name, value]) => [name, [value].flat()[0]]),
        )
        const raw = { headers, body: typeof request.body === 'string' ? request.body : '' }
        const outcome = await takeNotice(runner.tools, { merchantId, accountId }, raw)
        if (outcome.kind === 'taken') {
          return reply.code(200).type(outcome.reply.contentType).serializer(String).send(outcome.reply.body)
        }
        request.log.warn({ merchantId, accountId, why: outcome.why, ip: request.ip }, 'payment notice refused')
        return reply.code(401).type('text/plain').serializer(String).send('refused')
      },
    )
  }
}
