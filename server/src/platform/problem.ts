import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { Refused } from '#shared/refusal.ts'
import { sqlState } from './db.ts'
import { statusOfRefusal } from './http.ts'
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
  const sentence = sentences[refused.code]?.[languageOf(request)] ?? refused.code
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
        detail: fillSentence(sentence, refused.details),
        details: refused.details,
      }),
    )
}

function fromValidation(error: FastifyError): Refused {
  const first = error.validation?.[0]
  const named = first?.params as { missingProperty?: string; additionalProperty?: string } | undefined
  const inside = (first?.instancePath ?? '').replace(/^\//, '').replaceAll('/', '.')
  const field = [inside, named?.missingProperty ?? named?.additionalProperty].filter(Boolean).join('.')
  return new Refused('invalid_input', {
    field: field || (error.validationContext ?? 'body'),
    problem: first?.message ?? 'is not valid',
    where: error.validationContext ?? 'body',
  })
}

/** What an error means to the caller: a refusal, or null for a fault. */
function asRefused(error: FastifyError): Refused | null {
  if (error instanceof Refused) return error
  if (error.validation) return fromValidation(error)
  if (error.code === 'FST_ERR_CTP_BODY_TOO_LARGE') return new Refused('body_too_large')
  if (error.statusCode === 415)
    return new Refused('invalid_input', { field: 'content-type', problem: 'is not accepted' })
  if (error.statusCode === 400) return new Refused('invalid_input', { field: 'body', problem: 'is not valid JSON' })
  return null
}

/** The database is away, full, out of connections, or somebody holds a row for too long: it passes. */
function isUnavailable(error: Error): boolean {
  const state = sqlState(error) ?? ''
  if (isRetryable(error) || state.startsWith('53') || state === '55P03' || state === '57014') return true
  return /timeout exceeded when trying to connect/.test(error.message)
}

/** The one place where errors leave: refusals in words, faults logged once and told apart as "try again" or "our fault". */
export function problemHandler(sentences: RefusalSentences) {
  return (error: FastifyError, request: FastifyRequest, reply: FastifyReply) => {
    const refused = asRefused(error)
    if (refused) return sendRefusal(request, reply, sentences, refused)
    const unavailable = isUnavailable(error)
    request.log.error(
      { err: error, operation: request.routeOptions.schema },
      unavailable ? 'database unavailable' : 'fault',
    )
    const status = unavailable ? 503 : 500
    if (unavailable) reply.header('retry-after', '2')
    const zh = languageOf(request) === 'zh'
    return reply
      .code(status)
      .type('application/problem+json')
      .send(
        JSON.stringify({
          type: `urn:regulars:fault:${status}`,
          title: unavailable ? 'temporarily unavailable' : 'fault',
          status,
          code: unavailable ? 'unavailable' : 'fault',
          detail: unavailable
            ? zh
              ? '系统暂时不可用，未作任何改动，请稍后重试'
              : 'Temporarily unavailable; nothing was changed. Try again shortly.'
            : zh
              ? `系统出错，已记录（${request.id}）`
              : `Something went wrong on our side and was logged (${request.id})`,
        }),
      )
  }
}
