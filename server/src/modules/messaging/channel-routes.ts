import { type App, recordId, refusals } from '#platform/http.ts'
import { listChannels } from './channel-queries.ts'
import * as contract from './contract.ts'
import type { MessageRunner } from './message-runner.ts'
import { closeChannel, saveChannel } from './save-channel.ts'
import { newsToken } from './take-news.ts'
import { testChannel } from './test-channel.ts'

/** Accounts with gateways and mail servers. Secrets go in and are never given back. */
export function channelRoutes(app: App, runner: MessageRunner) {
  app.get(
    '/message-channels',
    {
      config: { permission: 'settings.edit' },
      schema: { operationId: 'messageChannelList', response: { 200: contract.ChannelList } },
    },
    async (request) =>
      request.read(async (work) => {
        const rows = await listChannels(work)
        const items = rows.map((row) => {
          const { id, channel, provider, name, baseUrl, settings, partPriceMills, perSecond, dayMost, changedAt } = row
          const token = newsToken(work, id)
          return {
            ...{ id, channel, provider, name, baseUrl, settings, partPriceMills, perSecond, dayMost },
            newsPath: channel === 'sms' ? `/api/v1/message-news/${work.merchantId}/${id}/${token}` : null,
            changedAt: changedAt.toISOString(),
          }
        })
        return { items }
      }),
  )

  const saveRefusals = refusals(
    ...['invalid_provider_address', 'invalid_channel_field', 'message_channel_exists', 'message_channel_fixed'],
    ...['message_channel_not_found'],
  )
  app.post(
    '/message-channels',
    {
      config: { permission: 'settings.edit', idempotent: true },
      schema: {
        operationId: 'messageChannelCreate',
        body: contract.ChannelSave,
        response: { 201: contract.ChannelSaved, ...saveRefusals },
      },
    },
    async (request, reply) => {
      const id = recordId(request)
      await request.inTransaction((work) => saveChannel(work, { id, ...request.body }, 'open'))
      return reply.code(201).send({ channelAccountId: id })
    },
  )

  app.put(
    '/message-channels/:channelAccountId',
    {
      config: { permission: 'settings.edit', idempotent: true },
      schema: {
        operationId: 'messageChannelChange',
        params: contract.ChannelParams,
        body: contract.ChannelSave,
        response: { 200: contract.ChannelSaved, ...saveRefusals },
      },
    },
    async (request) => {
      const { channelAccountId } = request.params
      return request.inTransaction(async (work) => {
        await saveChannel(work, { id: channelAccountId, ...request.body }, 'change')
        return { channelAccountId }
      })
    },
  )

  app.delete(
    '/message-channels/:channelAccountId',
    {
      config: { permission: 'settings.edit', idempotent: true },
      schema: {
        operationId: 'messageChannelClose',
        params: contract.ChannelParams,
        response: { 200: contract.ChannelSaved, ...refusals('message_channel_not_found') },
      },
    },
    async (request) => {
      const { channelAccountId } = request.params
      return request.inTransaction(async (work) => {
        await closeChannel(work, channelAccountId)
        return { channelAccountId }
      })
    },
  )

  app.post(
    '/message-channels/:channelAccountId/test',
    {
      config: {
        permission: 'settings.edit',
        idempotent: { without: 'it only asks, and sends nothing' },
        triesPerMinute: 20,
      },
      schema: {
        operationId: 'messageChannelTest',
        params: contract.ChannelParams,
        response: { 200: contract.ChannelTested, ...refusals('message_channel_not_found') },
      },
    },
    async (request) => testChannel(runner.tools, request.caller!.merchantId, request.params.channelAccountId),
  )
}
