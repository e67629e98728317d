import { keepRulesAfter } from '#modules/points/rules-page.ts'
import { memberNames } from '#modules/members/member-names.ts'
import { merchantFacts, storeFacts } from '#modules/shops/store-facts.ts'
import { decodeCursor, pageOf } from '#platform/contract.ts'
import { type App, recordId, refusals } from '#platform/http.ts'
import { endOfLocalDay, startOfLocalDay } from '#shared/business-day.ts'
import { Refused } from '#shared/refusal.ts'
import { listCharities, listDonations } from './charity-queries.ts'
import * as contract from './contract.ts'
import * as gifts from './gift-contract.ts'
import { closeCharity, openCharity } from './donate-points.ts'
import { closeDraw, publishDraw } from './draw-prize.ts'
import { pageGifts, readGiftPolicy, writeGiftPolicy } from './gift-queries.ts'
import { drawViews, giftView } from './views.ts'

/** What the shop sets up of gifts, charities and draws. */
export function fundRoutes(app: App) {
  const read = { permission: 'rewards.read' } as const
  const manage = { permission: 'rewards.manage', idempotent: true } as const
  app.get(
    '/gift-policy',
    { config: read, schema: { operationId: 'giftPolicyGet', response: { 200: gifts.GiftPolicy } } },
    async (request) => request.read(readGiftPolicy),
  )
  app.put(
    '/gift-policy',
    {
      config: manage,
      schema: { operationId: 'giftPolicySave', body: gifts.GiftPolicy, response: { 200: gifts.GiftPolicySaved } },
    },
    async (request) =>
      request.inTransaction(async (work) => {
        const known = await readGiftPolicy(work)
        await keepRulesAfter(work, writeGiftPolicy(work, request.body))
        const { isOn, dayMost, yearMost, memberDays } = request.body
        work.audit({
          action: 'rewards.set_gifts',
          subject: { kind: 'merchant', id: work.merchantId },
          changes: {
            isOn: [known.isOn, isOn],
            dayMost: [known.dayMost, dayMost],
            yearMost: [known.yearMost, yearMost],
            memberDays: [known.memberDays, memberDays],
          },
        })
        return { isOn }
      }),
  )

  app.get(
    '/gifts',
    {
      config: read,
      schema: { operationId: 'giftList', querystring: gifts.GiftQuery, response: { 200: gifts.GiftPage } },
    },
    async (request) => {
      const { cursor, limit = 50, state = null, memberId = null, fromDay, untilDay } = request.query
      const before = decodeCursor(cursor, 2) as [string, string] | null
      return request.read(async (work) => {
        const [first] = (await storeFacts(work)).values()
        const zone = first?.timeZone ?? 'UTC'
        const since = fromDay ? startOfLocalDay(fromDay, zone) : null
        const until = untilDay ? endOfLocalDay(untilDay, zone) : null
        const rows = await pageGifts(work, { state, memberId, since, until }, before, limit + 1)
        const { page, next } = pageOf(rows, limit, (last) => [last.at, last.id])
        const names = await memberNames(
          work,
          page.flatMap(({ fromId, toId }) => [fromId, toId]),
        )
        return { items: page.map((row) => giftView(row, names)), next }
      })
    },
  )
  app.get(
    '/charities',
    { config: read, schema: { operationId: 'charityList', response: { 200: contract.CharityList } } },
    async (request) => {
      const rows = await request.read((work) => listCharities(work, false))
      return { items: rows.map(({ closedAt, ...row }) => ({ ...row, isClosed: closedAt !== null })) }
    },
  )
  app.post(
    '/charities',
    {
      config: manage,
      schema: { operationId: 'charityCreate', body: contract.CharityCreate, response: { 201: contract.CharityAnswer } },
    },
    async (request, reply) => {
      const input = { charityId: recordId(request), ...request.body }
      return reply.code(201).send(await request.inTransaction((work) => openCharity(work, input)))
    },
  )
  app.delete(
    '/charities/:charityId',
    {
      config: manage,
      schema: {
        operationId: 'charityClose',
        params: contract.CharityParams,
        response: { 200: contract.CharityAnswer, ...refusals('charity_not_found') },
      },
    },
    async (request) => request.inTransaction((work) => closeCharity(work, request.params.charityId)),
  )
  app.get(
    '/donation-certificates/:merchantId/:donationId',
    {
      config: { access: 'public', triesPerMinute: 60 },
      schema: {
        operationId: 'donationCertificateGet',
        params: contract.CertificateParams,
        response: { 200: contract.Certificate, ...refusals('donation_not_found') },
      },
    },
    async (request) => {
      const { merchantId, donationId } = request.params
      return request.readFor(merchantId, async (work) => {
        const [donation] = await listDonations(work, { id: donationId })
        if (!donation) throw new Refused('donation_not_found')
        const { id, charityId, charity, points, worthCents, at } = donation
        const [{ name: merchant }, charities] = await Promise.all([merchantFacts(work), listCharities(work, false)])
        const all = charities.find((each) => each.id === charityId)!
        const inAll = { donations: all.donations, points: all.points, worthCents: all.worthCents }
        return { id, charity, points, worthCents, at: at.toISOString(), merchant, inAll }
      })
    },
  )

  app.get(
    '/draws',
    { config: read, schema: { operationId: 'drawList', response: { 200: contract.DrawList } } },
    async (request) => ({ items: await request.read((work) => drawViews(work, false)) }),
  )
  app.post(
    '/draws',
    {
      config: manage,
      schema: {
        operationId: 'drawPublish',
        body: contract.DrawCreate,
        response: {
          201: contract.DrawPublished,
          ...refusals('draw_needs_prizes', 'draw_odds_too_high', 'draw_prize_too_dear', 'draw_prize_incomplete'),
          ...refusals('invalid_draw_times'),
        },
      },
    },
    async (request, reply) => {
      const { startsAt, endsAt, ...body } = request.body
      const input = { drawId: recordId(request), ...body, startsAt: new Date(startsAt), endsAt: new Date(endsAt) }
      return reply.code(201).send(await request.inTransaction((work) => publishDraw(work, input)))
    },
  )
  app.delete(
    '/draws/:drawId',
    {
      config: manage,
      schema: {
        operationId: 'drawClose',
        params: contract.DrawParams,
        response: { 200: contract.DrawAnswer, ...refusals('draw_not_found') },
      },
    },
    async (request) => request.inTransaction((work) => closeDraw(work, request.params.drawId)),
  )
}
