import { memberOf } from '#modules/identity/member-session.ts'
import { memberNames } from '#modules/members/member-names.ts'
import { readPhone } from '#modules/members/phone-rules.ts'
import { shortName } from '#modules/members/till-key-rules.ts'
import type { Static } from '#platform/contract.ts'
import { type App, recordId, refusals } from '#platform/http.ts'
import { accept } from '#shared/refusal.ts'
import { listCharities, listDonations } from './charity-queries.ts'
import * as contract from './contract.ts'
import * as gifts from './gift-contract.ts'
import { donatePoints } from './donate-points.ts'
import { enterDraw } from './draw-prize.ts'
import { opensBy } from './early-access.ts'
import { listEntries } from './draw-queries.ts'
import { answerGift, offerGift } from './gift-points.ts'
import { listGifts, readGiftPolicy } from './gift-queries.ts'
import { familyOf, mallMeRoutes } from './mall-me-routes.ts'
import { goneMembers as gone, shortBalances as short } from './route-refusals.ts'
import { drawViews } from './views.ts'

const access = ['member'] as const
const command = { access, idempotent: true } as const

/** What members do with their points on the phone: the mall, gifts, donations, draws. */
export function rewardMeRoutes(app: App) {
  mallMeRoutes(app)
  giftRoutes(app)
  charityRoutes(app)
  drawRoutes(app)
}

const inShort = (name: string | undefined) => (name ? shortName(name) : '')

function giftRoutes(app: App) {
  app.get(
    '/me/gifts',
    { config: { access }, schema: { operationId: 'myGiftList', response: { 200: gifts.MyGifts } } },
    async (request) => {
      const { memberId } = memberOf(request)
      return request.read(async (work) => {
        const ids = await familyOf(work, memberId)
        const [policy, gifts] = await Promise.all([readGiftPolicy(work), listGifts(work, ids)])
        const names = await memberNames(
          work,
          gifts.flatMap(({ fromId, toId }) => [fromId, toId]),
        )
        const items = gifts.map(({ id, fromId, toId, points, state, at, expiresAt }) => ({
          ...{ id, points, state, isMine: ids.includes(fromId) },
          otherName: inShort(names.get(ids.includes(fromId) ? toId : fromId)),
          at: at.toISOString(),
          expiresAt: expiresAt.toISOString(),
        }))
        return { policy, items }
      })
    },
  )

  app.post(
    '/me/gifts',
    {
      config: { ...command, triesPerMinute: 10 },
      schema: {
        operationId: 'myGiftOffer',
        body: gifts.MyGiftOffer,
        response: {
          201: gifts.MyGiftOffered,
          ...refusals(
            ...[...gone, ...short, 'gift_receiver_not_found', 'invalid_phone', 'gifts_off', 'gift_to_self'],
            ...['gift_too_early', 'gift_loop', 'gift_day_most', 'gift_year_most', 'gift_of_refunded'],
          ),
        },
      },
    },
    async (request, reply) => {
      const { memberId: fromId } = memberOf(request)
      const phone = accept(readPhone(request.body.phone))
      const input = { giftId: recordId(request), fromId, phone, points: request.body.points }
      return reply.code(201).send(await request.inTransaction((work) => offerGift(work, input)))
    },
  )

  app.post(
    '/me/gifts/:giftId/answer',
    {
      config: command,
      schema: {
        operationId: 'myGiftAnswer',
        params: gifts.MyGiftParams,
        body: gifts.MyGiftAnswer,
        response: {
          200: gifts.MyGiftAnswered,
          ...refusals(...gone, ...short, 'gift_not_found', 'gift_over'),
        },
      },
    },
    async (request) => {
      const { memberId } = memberOf(request)
      return request.inTransaction(async (work) =>
        answerGift(work, { ...request.params, ...request.body, memberIds: await familyOf(work, memberId) }),
      )
    },
  )
}

function charityRoutes(app: App) {
  app.get(
    '/me/charities',
    { config: { access }, schema: { operationId: 'myCharityList', response: { 200: contract.MyCharities } } },
    async (request) => {
      const { memberId } = memberOf(request)
      return request.read(async (work) => {
        const memberIds = await familyOf(work, memberId)
        const [charities, donations] = await Promise.all([
          listCharities(work, false),
          listDonations(work, { memberIds }),
        ])
        return {
          // What was given stays on show when nothing more can be.
          items: charities
            .filter(({ closedAt, donations }) => closedAt === null || donations > 0)
            .map(({ closedAt, ...row }) => ({ ...row, isClosed: closedAt !== null })),
          donations: donations.map(({ id, charity, points, worthCents, at }) => ({
            ...{ id, charity, points, worthCents, at: at.toISOString() },
            certificatePath: `/certificate/${work.merchantId}/${id}`,
          })),
        }
      })
    },
  )

  app.post(
    '/me/charities/:charityId/donate',
    {
      config: command,
      schema: {
        operationId: 'myDonationCreate',
        params: contract.CharityParams,
        body: contract.MyDonation,
        response: { 201: contract.MyDonated, ...refusals(...gone, ...short, 'charity_not_found') },
      },
    },
    async (request, reply) => {
      const { memberId } = memberOf(request)
      const input = { donationId: recordId(request), memberId, ...request.params, ...request.body }
      return reply.code(201).send(await request.inTransaction((work) => donatePoints(work, input)))
    },
  )
}

function drawRoutes(app: App) {
  app.get(
    '/me/draws',
    { config: { access }, schema: { operationId: 'myDrawList', response: { 200: contract.MyDraws } } },
    async (request) => {
      const { memberId } = memberOf(request)
      return request.read(async (work): Promise<Static<typeof contract.MyDraws>> => {
        const memberIds = await familyOf(work, memberId)
        const opens = await opensBy(work, memberId)
        const [items, entries] = await Promise.all([drawViews(work, true, opens), listEntries(work, memberIds)])
        const prizeOf = (drawId: string, position: number | null) =>
          position === null
            ? null
            : (items.find(({ id }) => id === drawId)?.prizes.find((prize) => prize.position === position)?.name ?? null)
        return {
          items,
          entries: entries.map(({ id, drawId, number, roll, prizePosition, isRefunded, at }) => ({
            ...{ id, drawId, number, roll, isRefunded, prize: prizeOf(drawId, prizePosition), at: at.toISOString() },
          })),
        }
      })
    },
  )

  app.post(
    '/me/draws/:drawId/enter',
    {
      config: { ...command, triesPerMinute: 60 },
      schema: {
        operationId: 'myDrawEnter',
        params: contract.DrawParams,
        response: {
          201: contract.MyEntry,
          ...refusals(...gone, ...short, 'draw_not_found', 'draw_not_on', 'draw_day_most'),
        },
      },
    },
    async (request, reply) => {
      const { memberId } = memberOf(request)
      const input = { entryId: recordId(request), memberId, ...request.params }
      return reply.code(201).send(await request.inTransaction((work) => enterDraw(work, input)))
    },
  )
}
