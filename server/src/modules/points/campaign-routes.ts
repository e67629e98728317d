import { userNames } from '#modules/identity/user-names.ts'
import { decodeCursor, pageOf, type Static } from '#platform/contract.ts'
import { recordId, refusals, type App } from '#platform/http.ts'
import type { Work } from '#platform/work.ts'
import { Refused } from '#shared/refusal.ts'
import * as contract from './campaign-contract.ts'
import {
  type CampaignRow,
  type CampaignVersionRow,
  listCampaigns,
  readCampaign,
  readCampaignDays,
  readCampaignVersions,
} from './campaign-queries.ts'
import { changeCampaign, createCampaign, endCampaign } from './campaign-save.ts'
import { readRedeemPolicy } from './redeem-policy.ts'
import { keepRulesAfter } from './rules-page.ts'
import { costOfPoints } from './simulate-rules.ts'

/** Campaigns of points: the list with what they gave, one with its versions and days, publishing, changing and ending them. */
export async function campaignRoutes(app: App) {
  readRoutes(app)
  saveRoutes(app)
}

type Instants = { validFrom: Date; validUntil: Date | null; startsAt: Date; endsAt: Date | null }

function instantsOf({ validFrom, validUntil, startsAt, endsAt }: Instants) {
  return {
    validFrom: validFrom.toISOString(),
    validUntil: validUntil?.toISOString() ?? null,
    startsAt: startsAt.toISOString(),
    endsAt: endsAt?.toISOString() ?? null,
  }
}

async function campaignViews(work: Work, rows: readonly CampaignRow[]) {
  const redeem = await readRedeemPolicy(work)
  return rows.map(({ id: campaignId, createdAt, ...row }) => ({
    ...{ campaignId, ...row, ...instantsOf(row), createdAt: createdAt.toISOString() },
    givenCents: costOfPoints(row.givenPoints, redeem?.rule ?? null),
  }))
}

async function versionViews(work: Work, versions: readonly CampaignVersionRow[]) {
  const names = await userNames(
    work,
    versions.flatMap(({ authorId }) => authorId ?? []),
  )
  return versions.map(({ authorId, at, ...version }) => ({
    ...{ ...version, ...instantsOf(version), at: at.toISOString() },
    authorName: (authorId && names.get(authorId)) ?? null,
  }))
}

function draftOf({ startsAt, endsAt, ...rest }: Static<typeof contract.CampaignCreate>) {
  return { ...rest, startsAt: new Date(startsAt), endsAt: endsAt === null ? null : new Date(endsAt) }
}

function readRoutes(app: App) {
  app.get(
    '/points/campaigns',
    {
      config: { permission: 'members.read' },
      schema: {
        operationId: 'campaignList',
        querystring: contract.CampaignQuery,
        response: { 200: contract.CampaignPage },
      },
    },
    async (request) => {
      const { cursor, limit = 50 } = request.query
      const key = decodeCursor(cursor, 2)
      const before = key && ([String(key[0]), String(key[1])] as const)
      return request.read(async (work) => {
        const rows = await listCampaigns(work, { before, limit: limit + 1 })
        const { page, next } = pageOf(rows, limit, (last) => [last.createdAt, last.id])
        return { items: await campaignViews(work, page), next }
      })
    },
  )

  app.get(
    '/points/campaigns/:campaignId',
    {
      config: { permission: 'members.read' },
      schema: {
        operationId: 'campaignGet',
        params: contract.CampaignParams,
        response: { 200: contract.CampaignView, ...refusals('campaign_not_found') },
      },
    },
    async (request) => {
      const { campaignId } = request.params
      return request.read(async (work) => {
        const [row, versions, days] = await Promise.all([
          readCampaign(work, campaignId),
          readCampaignVersions(work, campaignId),
          readCampaignDays(work, campaignId),
        ])
        if (!row) throw new Refused('campaign_not_found')
        const [views, named] = await Promise.all([campaignViews(work, [row]), versionViews(work, versions)])
        return { ...views[0]!, days, versions: named }
      })
    },
  )
}

const draftRefusals = [
  ...['store_not_found', 'item_not_found', 'campaign_without_base', 'invalid_campaign_period'],
  ...['invalid_campaign_hours', 'invalid_campaign_scope', 'invalid_campaign_caps'],
]

function saveRoutes(app: App) {
  app.post(
    '/points/campaigns',
    {
      config: { permission: 'points.edit', idempotent: true },
      schema: {
        operationId: 'campaignCreate',
        body: contract.CampaignCreate,
        response: { 201: contract.CampaignAnswer, ...refusals(...draftRefusals) },
      },
    },
    async (request, reply) => {
      const campaignId = recordId(request)
      await request.inTransaction((work) =>
        keepRulesAfter(work, createCampaign(work, campaignId, draftOf(request.body))),
      )
      return reply.code(201).send({ campaignId })
    },
  )

  app.put(
    '/points/campaigns/:campaignId',
    {
      config: { permission: 'points.edit', idempotent: true },
      schema: {
        operationId: 'campaignChange',
        params: contract.CampaignParams,
        body: contract.CampaignChange,
        response: {
          200: contract.CampaignAnswer,
          ...refusals(
            ...draftRefusals,
            ...['campaign_not_found', 'campaign_ended', 'settings_changed', 'invalid_campaign_budget'],
          ),
        },
      },
    },
    async (request) => {
      const { version, ...draft } = request.body
      return request.inTransaction((work) =>
        keepRulesAfter(work, changeCampaign(work, { ...request.params, version, ...draftOf(draft) })),
      )
    },
  )

  app.post(
    '/points/campaigns/:campaignId/end',
    {
      config: { permission: 'points.edit', idempotent: true },
      schema: {
        operationId: 'campaignEnd',
        params: contract.CampaignParams,
        response: { 200: contract.CampaignAnswer, ...refusals('campaign_not_found') },
      },
    },
    async (request) =>
      request.inTransaction((work) => keepRulesAfter(work, endCampaign(work, request.params.campaignId))),
  )
}
