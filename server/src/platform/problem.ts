import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { Refused } from '#shared/refusal.ts'
import { sqlState } from './db.ts'
import { statusOfRefusal } from './http.ts'
import { invalidInput, problemOf, problemSentence } from './input-problems.ts'
import { fillSentence, type RefusalSentences } from './refusals.ts'
import { isRetryable } from './transaction.ts'

function languageOf(request: FastifyRequest): 'zh' | 'en' {
  return /^\s*en\b/i.test(request.headers['accept-language'] ?? '') ? 'en' : 'zh'
}

/** Answers with problem+json. */
export function sendRefusal(
  request: FastifyRequest,
  reply: FastifyReply,
  sentences: RefusalSentences,
  refused: Refused,
) {
  const status = statusOfRefusal(refused.code)
  const language = languageOf(request)
  const sentence = sentences[refused.code]?.[language] ?? refused.code
  const details =
    refused.code === 'invalid_input'
      ? { ...refused.details, sentence: problemSentence(refused.details, language) }
      : refused.details
  if (status === 429 && typeof refused.details.seconds === 'number')
    reply.header('retry-after', refused.details.seconds)
  return reply
    .code(status)
    .type('application/problem+json')
    .send(
      JSON.stringify({
        type: `urn:regulars:refusal:${refused.code}`,
        title: refused.code.replaceAll('_', ' '),
        status,
        code: refused.code,
        detail: fillSentence(sentence, details),
        details,
      }),
    )
}

function fromValidation(error: FastifyError): Refused {
  const first = error.validation?.[0]
  const named = first?.params as { missingProperty?: string; additionalProperty?: string } | undefined
  const inside = (first?.instancePath ?? '').replace(/^\//, '').replaceAll('/', '.')
  const field = [inside, named?.missingProperty ?? named?.additionalProperty].filter(Boolean).join('.')
  const where = error.validationContext ?? 'body'
  const [problem, bounds] = first ? problemOf(first) : (['not_valid'] as const)
  return invalidInput(field || where, problem, { ...bounds, where })
}

/** What an error means to the caller: a refusal, or null for a fault. */
function asRefused(error: FastifyError, request: FastifyRequest): Refused | null {
  if (error instanceof Refused) return error
  if (isForeignCursor(error, request)) return invalidInput('cursor', 'foreign_cursor')
  if (error.validation) return fromValidation(error)
  if (error.code === 'FST_ERR_CTP_BODY_TOO_LARGE') return new Refused('body_too_large')
  if (error.statusCode === 415) return invalidInput('content-type', 'content_type')
  if (error.statusCode === 400) return invalidInput('body', 'not_json')
  return null
}

/** A cursor comes back as it left. One with values that PostgreSQL cannot read as what they stand for was made elsewhere. */
function isForeignCursor(error: Error, { query }: FastifyRequest): boolean {
  const { cursor } = (query ?? {}) as { cursor?: unknown }
  return cursor !== undefined && sqlState(error)?.startsWith('22') === true
}

/** What a caller is told of a fault: never its inside. */
const faults = {
  fault: {
    status: 500,
    title: 'fault',
    zh: (requestId: string) => `系统出错，已记录（${requestId}）`,
    en: (requestId: string) => `Something went wrong on our side and was logged (${requestId})`,
  },
  unavailable: {
    status: 503,
    title: 'temporarily unavailable',
    zh: () => '系统暂时不可用，未作任何改动，请稍后重试',
    en: () => 'Temporarily unavailable; nothing was changed. Try again shortly.',
  },
  disk_full: {
    status: 503,
    title: 'disk full',
    zh: () => '服务器的磁盘已满，未作任何改动。请在那台电脑上腾出空间（或把数据移到更大的磁盘），然后重试',
    en: () =>
      'The disk of the server is full; nothing was changed. Free some space there (or move the data to a larger disk), then try again.',
  },
} as const

/** The database is away, full, out of connections, or somebody holds a row for too long: it passes. */
function faultOf(error: Error): keyof typeof faults {
  const state = sqlState(error) ?? ''
  if (state === '53100') return 'disk_full'
  if (isRetryable(error) || state.startsWith('53') || state === '55P03' || state === '57014') return 'unavailable'
  return /timeout exceeded when trying to connect/.test(error.message) ? 'unavailable' : 'fault'
}

/** The one place where errors leave: refusals in words, faults logged once and told apart as "try again" or "our fault". */
export function problemHandler(sentences: RefusalSentences) {
  return (error: FastifyError, request: FastifyRequest, reply: FastifyReply) => {
    const refused = asRefused(error, request)
    if (refused) return sendRefusal(request, reply, sentences, refused)
    const code = faultOf(error)
    const { status, title, ...sentence } = faults[code]
    request.log.error({ err: error, operation: request.routeOptions.schema }, code)
    if (status === 503) reply.header('retry-after', '2')
    return reply
      .code(status)
      .type('application/problem+json')
      .send(
        JSON.stringify({
          type: `urn:regulars:fault:${code}`,
          title,
          status,
          code,
          detail: sentence[languageOf(request)](request.id),
        }),
      )
  }
}
