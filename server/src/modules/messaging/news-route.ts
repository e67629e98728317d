import { Type } from '#platform/contract.ts'
import type { App } from '#platform/http.ts'
import * as contract from './contract.ts'
import type { MessageRunner } from './message-runner.ts'
import { takeNews } from './take-news.ts'

/** Where gateways push receipts and replies: anybody may call, only the token in the address counts. The body is read as it came. */
export function newsRoute(runner: MessageRunner) {
  return async function routes(app: App) {
    app.removeAllContentTypeParsers()
    app.addContentTypeParser('*', { parseAs: 'string', bodyLimit: 262_144 }, (_request, body, done) => done(null, body))
    app.post(
      '/message-news/:merchantId/:channelAccountId/:token',
      {
        config: { access: 'public', idempotent: { without: 'news are judged by the state of their message' } },
        schema: {
          operationId: 'messageNewsTake',
          params: contract.NewsParams,
          response: { 200: Type.String(), 401: Type.String() },
        },
      },
      async (request, reply) => {
        const { merchantId, channelAccountId: accountId, token } = request.params
        const body = typeof request.body === 'string' ? request.body : ''
        const outcome = await takeNews(runner.tools, { merchantId, accountId, token }, body)
        if (outcome.kind === 'taken')
          return reply.code(200).type('application/json').serializer(String).send(outcome.reply)
        request.log.warn({ merchantId, accountId, ip: request.ip }, 'message news refused')
        return reply.code(401).type('text/plain').serializer(String).send('refused')
      },
    )
  }
}
