import { isUtf8 } from 'node:buffer'
import { randomUUID } from 'node:crypto'
import cookie from '@fastify/cookie'
import swagger from '@fastify/swagger'
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import Fastify, { LogController, type FastifyRequest, type RouteOptions } from 'fastify'
import { assert } from '#shared/assert.ts'
import { isUuid } from '#shared/ids.ts'
import { Refused } from '#shared/refusal.ts'
import { actorMay } from './actor.ts'
import { type Command, claimCommands, hashBody, storeAnswers } from './command.ts'
import type { Clock } from './clock.ts'
import type { Database } from './db.ts'
import { addDraining } from './draining.ts'
import type { App, Caller, RouteRules } from './http.ts'
import { invalidInput } from './input-problems.ts'
import { logOptions } from './log.ts'
import { problemHandler } from './problem.ts'
import { platformRefusals, type RefusalSentences } from './refusals.ts'
import { requestLimits } from './request-limits.ts'
import { securityHeaders } from './security-headers.ts'
import { doBeside } from './command-beside.ts'
import { inRetriedTransaction } from './transaction.ts'
import { refuseUnfitInput } from './unfit-input.ts'
import { serializerCompiler, validatorCompiler } from './validation.ts'

/** What the API offers, as declared: for the permission matrix, the OpenAPI document and the metrics. */
export type RouteRow = {
  method: string
  url: string
  operationId: string | undefined
  rules: RouteRules
  schema: RouteOptions['schema']
}

declare module 'fastify' {
  interface FastifyInstance {
    routesTable: RouteRow[]
    refusalSentences: RefusalSentences
  }
}

export type ServerOptions = {
  database: Database
  clock: Clock
  /** Finds out who calls; identity provides it. Null: nobody known. */
  authenticate(request: FastifyRequest): Promise<Caller | null>
  refusalSentences: RefusalSentences
  logLevel?: string
  trustProxy?: boolean
  https?: { cert: string; key: string } | undefined
  /** Served over HTTPS (by us or a proxy): cookies are `__Host-` and Secure, HSTS is sent. */
  secure: boolean
}

const connectionLimits = { headersTimeout: 10_000, connectionsCheckingInterval: 2_000 }

const mutating = new Set(['POST', 'PUT', 'PATCH', 'DELETE'])

function checkRules(route: RouteOptions, method: string): RouteRules {
  const rules = (route.config ?? {}) as RouteRules
  assert(rules.permission || rules.access, `${method} ${route.url} declares neither permission nor access`)
  assert(!mutating.has(method) || rules.idempotent, `${method} ${route.url} declares no idempotency`)
  return rules
}

/** Lets a caller through or refuses. Kinds that the route does not know are refused like those without the permission. */
function authorize(rules: RouteRules, caller: Caller | null): void {
  if (rules.access === 'public') return
  if (!caller) throw new Refused('not_signed_in')
  const { actor } = caller
  if (Array.isArray(rules.access) && rules.access.includes(actor.kind)) return
  if (rules.alsoFor?.includes(actor.kind)) return
  if (rules.permission && actorMay(actor, rules.permission)) return
  throw new Refused('not_allowed', rules.permission ? { permission: rules.permission } : {})
}

function commandOf(request: FastifyRequest): Command {
  const key = request.headers['idempotency-key']
  if (typeof key !== 'string' || !isUuid(key)) throw new Refused('invalid_key')
  const { operationId } = (request.routeOptions.schema ?? {}) as { operationId?: string }
  assert(operationId, 'an idempotent route has an operationId')
  return { key, operation: operationId, bodyHash: hashBody({ params: request.params, body: request.body }) }
}

function decorateRequests(app: App, { database, clock }: ServerOptions): void {
  const callerOf = (request: FastifyRequest): Caller => {
    if (!request.caller) throw new Refused('not_signed_in')
    return request.caller
  }
  app.decorateRequest('caller', null)
  app.decorateRequest('at')
  app.decorateRequest('read', function read(this: FastifyRequest, body) {
    return inRetriedTransaction(database, { ...callerOf(this), at: this.at }, body)
  })
  app.decorateRequest('readFor', function readFor(this: FastifyRequest, merchantId, body) {
    const actor = { kind: 'system', name: 'public' } as const
    return inRetriedTransaction(database, { merchantId, actor, at: this.at }, body)
  })
  app.decorateRequest('inTransaction', function inTransaction(this: FastifyRequest, body) {
    const { idempotent, isAtCounter = false } = this.routeOptions.config as RouteRules
    const command = idempotent === true ? commandOf(this) : null
    const options = { ...callerOf(this), at: this.at, isKeyByKey: isAtCounter }
    if (command && isAtCounter) return doBeside(database, options, command, body)
    return inRetriedTransaction(database, options, async (work) => {
      if (!command) return body(work)
      const [claim] = await claimCommands(work, [command])
      if (claim instanceof Refused) throw claim
      if (claim!.kind === 'answered') return claim!.answer
      const answer = await body(work)
      work.leave(storeAnswers(work, [{ key: command.key, answer }]))
      return answer
    })
  })
  app.decorateRequest('inLane', function inLane(this: FastifyRequest, lanes, input) {
    const { merchantId, actor } = callerOf(this)
    return lanes.submit(merchantId, { command: commandOf(this), actor, at: this.at, input })
  })
  app.addHook('onRequest', async (request) => {
    request.at = clock.now()
  })
  // Browsers measure their own clock by it: it is the clock that the answer was made by.
  app.addHook('onSend', async (_request, reply) => {
    reply.header('date', clock.now().toUTCString())
  })
}

/** JSON in UTF-8 and nothing else: broken bytes would be kept as question marks. */
function takeJson(app: App): void {
  const parse = app.getDefaultJsonParser('error', 'error')
  app.addContentTypeParser<Buffer>('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    if (isUtf8(body)) return parse(request, body.toString(), done)
    done(invalidInput('body', 'broken_text'))
  })
}

/**
 * The HTTP server without its routes: authentication, permissions, idempotency, problem+json, headers, OpenAPI.
 * Modules add their routes under `/api/v1`.
 */
export async function buildServer(options: ServerOptions): Promise<App> {
  const sentences = { ...platformRefusals, ...options.refusalSentences }
  const handleError = problemHandler(sentences)
  const app = Fastify({
    logger: logOptions(options.logLevel ?? 'silent'),
    genReqId: () => randomUUID(),
    trustProxy: options.trustProxy ?? false,
    bodyLimit: 1_048_576,
    // Whoever sends slowly, or takes the answer slowly, is hung up on: headers 10 s, whole request 20 s, silence 25 s.
    requestTimeout: 20_000,
    connectionTimeout: 25_000,
    keepAliveTimeout: 15_000,
    maxRequestsPerSocket: 0,
    routerOptions: { maxParamLength: 200 },
    return503OnClosing: false,
    forceCloseConnections: 'idle',
    ...(options.https ? { https: { ...options.https, ...connectionLimits } } : { http: connectionLimits }),
    frameworkErrors: (error, request, reply) => void handleError(error, request, reply),
    logController: new LogController({ disableRequestLogging: true }), // One line per request is written below.
    onProtoPoisoning: 'error',
    onConstructorPoisoning: 'error',
  }).withTypeProvider<TypeBoxTypeProvider>()

  app.setValidatorCompiler(validatorCompiler())
  app.setSerializerCompiler(serializerCompiler())
  app.decorate('routesTable', [])
  app.decorate('refusalSentences', sentences)
  app.setErrorHandler(handleError)
  takeJson(app)
  decorateRequests(app, options)
  addDraining(app)
  securityHeaders(app, { secure: options.secure })
  await app.register(cookie)
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: '熟客 Regulars',
        version: '1',
        description: 'Amounts are whole cents; instants RFC 3339; errors RFC 9457.',
      },
    },
  })
  app.addHook('onRoute', (route) => {
    if (!route.url.startsWith('/api/')) return
    for (const method of [route.method].flat()) {
      if (method === 'HEAD' || method === 'OPTIONS') continue
      const operationId = route.schema?.operationId
      app.routesTable.push({
        method,
        url: route.url,
        operationId,
        rules: checkRules(route, method),
        schema: route.schema,
      })
    }
  })
  const limits = requestLimits()
  app.addHook('onRequest', async (request) => {
    // By the route that was found, never by the text of the URL: `/%61pi/…` is `/api/…`.
    if (!request.routeOptions.url?.startsWith('/api/')) return
    const rules = request.routeOptions.config as RouteRules
    request.caller = await options.authenticate(request)
    limits.check(request, rules, request.caller)
    authorize(rules, request.caller)
  })
  app.addHook('onResponse', async (request, reply) => {
    const { method, routeOptions } = request
    const ms = Math.round(reply.elapsedTime * 10) / 10
    request.log.info({ method, route: routeOptions.url ?? 'none', status: reply.statusCode, ms }, 'request')
  })
  app.get(
    '/api/openapi.json',
    { config: { access: 'public' }, schema: { hide: true, operationId: 'openApiGet' } },
    async () => app.swagger(),
  )
  app.addHook('preValidation', async (request) => {
    // Where every field may be left out, so may the body: the printer of this till is asked for by saying nothing.
    if (request.body === undefined && isRecordSchema(request.routeOptions.schema?.body)) request.body = {}
    refuseUnfitInput(request.body)
    refuseUnfitInput(request.query)
    refuseUnfitInput(request.params)
  })
  return app
}

function isRecordSchema(schema: unknown): boolean {
  return (schema as { type?: unknown } | undefined)?.type === 'object'
}
