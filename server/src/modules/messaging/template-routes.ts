import { userNames } from '#modules/identity/user-names.ts'
import { merchantFacts } from '#modules/shops/store-facts.ts'
import { type App, recordId, refusals } from '#platform/http.ts'
import { localDay } from '#shared/business-day.ts'
import { readOpenChannel } from './channel-queries.ts'
import * as contract from './contract.ts'
import { defaultTemplate } from './default-templates-rules.ts'
import { type Channel, kindOf, messageKindCodes, variablesOf } from './message-kinds-rules.ts'
import type { MessageRunner } from './message-runner.ts'
import { saveTemplate, setKind } from './save-template.ts'
import { readKindSettings, readOwnTemplates, readVersions } from './template-queries.ts'
import type { Language } from './template-rules.ts'
import { sampleData, sendTest } from './test-message.ts'
import { writeValues } from './write-values-rules.ts'

const usualPartMills = 45

/** The kinds of messages, their wordings, and trying them out. */
export function templateRoutes(app: App, runner: MessageRunner) {
  app.get(
    '/message-kinds',
    {
      config: { permission: 'messages.read' },
      schema: { operationId: 'messageKindList', response: { 200: contract.KindList } },
    },
    async (request) =>
      request.read(async (work) => {
        const [settings, own] = await Promise.all([
          readKindSettings(work, messageKindCodes),
          readOwnTemplates(work, null),
        ])
        const items = messageKindCodes.map((kind) => {
          const { topic, channels: possibleChannels } = kindOf(kind)
          const { isOn, channels } = settings.get(kind)!
          const hasOwnWords = own.some((each) => each.kind === kind)
          return { ...{ kind, topic, isOn, channels, hasOwnWords }, possibleChannels: [...possibleChannels] }
        })
        return { items }
      }),
  )

  app.get(
    '/message-kinds/:kind',
    {
      config: { permission: 'messages.read' },
      schema: { operationId: 'messageKindGet', params: contract.KindParams, response: { 200: contract.KindView } },
    },
    async (request) =>
      request.read(async (work) => {
        const { kind } = request.params
        const { topic, channels: possibleChannels } = kindOf(kind)
        const [settings, own, versions, merchant, account] = await Promise.all([
          readKindSettings(work, [kind]),
          readOwnTemplates(work, kind),
          readVersions(work, kind),
          merchantFacts(work),
          readOpenChannel(work, 'sms'),
        ])
        const names = await userNames(
          work,
          versions.flatMap(({ authorId }) => (authorId ? [authorId] : [])),
        )
        const templates = possibleChannels.flatMap((channel: Channel) =>
          (['zh', 'en'] as const).map((language: Language) => {
            const { version, title, body, providerCodes } =
              own.find((each) => each.channel === channel && each.language === language) ??
              defaultTemplate(kind, channel, language)
            return { channel, language, version, title, body, providerCodes: { ...providerCodes } }
          }),
        )
        const language = merchant.locale === 'zh-CN' ? 'zh' : 'en'
        const place = {
          language,
          currency: merchant.currency,
          timeZone: 'UTC',
          publicUrl: runner.tools.publicUrl,
        } as const
        const sample = writeValues(
          kind,
          { ...sampleData(kind, language, localDay(work.at, 'UTC')), shop: merchant.name },
          place,
          () => '',
        )
        return {
          ...{ kind, topic, isOn: settings.get(kind)!.isOn, channels: settings.get(kind)!.channels },
          possibleChannels: [...possibleChannels],
          variables: Object.entries(variablesOf(kind)).map(([name, variable]) => ({ name, ...variable })),
          templates,
          versions: versions.map(({ channel, language: written, version, title, body, savedAt, authorId }) => ({
            ...{ channel, language: written, version, title, body, savedAt: savedAt.toISOString() },
            savedBy: (authorId && names.get(authorId)) ?? null,
          })),
          sample: Object.fromEntries(Object.entries(sample).map(([name, value]) => [name, value ?? `{${name}}`])),
          sign: account?.settings['sign'] ?? merchant.name,
          partPriceMills: account?.partPriceMills ?? usualPartMills,
        }
      }),
  )

  app.put(
    '/message-kinds/:kind',
    {
      config: { permission: 'messages.manage', idempotent: true },
      schema: {
        operationId: 'messageKindSave',
        params: contract.KindParams,
        body: contract.KindSave,
        response: { 200: contract.KindSaved, ...refusals('invalid_kind_channels', 'kind_needed') },
      },
    },
    async (request) => {
      const { kind } = request.params
      return request.inTransaction(async (work) => {
        await setKind(work, { kind, ...request.body })
        return { kind }
      })
    },
  )

  app.put(
    '/message-kinds/:kind/template',
    {
      config: { permission: 'messages.manage', idempotent: true },
      schema: {
        operationId: 'messageTemplateSave',
        params: contract.KindParams,
        body: contract.TemplateSave,
        response: {
          200: contract.TemplateSaved,
          ...refusals(
            ...['template_variable_unknown', 'template_fallback_needed', 'template_broken'],
            ...['template_title_needed', 'template_changed'],
          ),
        },
      },
    },
    async (request) => request.inTransaction((work) => saveTemplate(work, { ...request.params, ...request.body })),
  )

  app.post(
    '/message-kinds/:kind/test',
    {
      config: { permission: 'messages.manage', idempotent: true, triesPerMinute: 10 },
      schema: {
        operationId: 'messageTestSend',
        params: contract.KindParams,
        body: contract.TestSend,
        response: { 201: contract.TestSent, ...refusals('invalid_kind_channels', 'invalid_phone') },
      },
    },
    async (request, reply) => {
      const input = { id: recordId(request), ...request.params, ...request.body }
      const sent = await request.inTransaction((work) => sendTest(work, input))
      runner.take(request.caller!.merchantId, sent.messageId)
      return reply.code(201).send(sent)
    },
  )
}
