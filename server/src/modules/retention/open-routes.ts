import { refuseForged } from '#modules/identity/authenticate.ts'
import { memberOf } from '#modules/identity/member-session.ts'
import type { Identity } from '#modules/identity/identity.ts'
import { sendPhoneCode } from '#modules/identity/prove-phone.ts'
import { openReceiptToken } from '#modules/cashier/receipt-token.ts'
import { readPhone } from '#modules/members/phone-rules.ts'
import { languageOf } from '#modules/members/portal-routes.ts'
import { findPortal } from '#modules/shops/find-portal.ts'
import { hashBody } from '#platform/command.ts'
import { type App, recordId, refusals } from '#platform/http.ts'
import { accept, Refused } from '#shared/refusal.ts'
import * as contract from './contract.ts'
import { leaveSignedOut, openWayOut, wayOutDoor } from './leave-signed-out.ts'
import { myPassGifts, passGiftKeyPurpose, showPassGift, takePassGift, withdrawPassGift } from './pass-gifts.ts'
import { finishRefusals, giftRefusals, phoneCodeRefusals } from './refused.ts'
import { finishedView, receiptKeyPurpose, receiptOf, tokenOf, wayOutView } from './views.ts'

const access = ['member'] as const

/** What opens to who is not signed in: the way out where the law asks for it, a pass handed on by a link, the check of a receipt. */
export function openRoutes(app: App, identity: Identity) {
  wayOutRoutes(app, identity)
  passGiftRoutes(app, identity)
  receiptRoute(app, identity)
}

function wayOutRoutes(app: App, identity: Identity) {
  const { database } = identity

  app.get(
    '/way-out',
    {
      config: { access: 'public' },
      schema: {
        operationId: 'wayOutDoorGet',
        response: { 200: contract.WayOutDoor, ...refusals('portal_not_found') },
      },
    },
    async (request) => request.readFor(await findPortal(database, request.hostname), wayOutDoor),
  )

  app.post(
    '/way-out/codes',
    {
      config: { access: 'public', idempotent: { without: 'each asking sends a new code' }, triesPerMinute: 30 },
      schema: {
        operationId: 'wayOutCodeCreate',
        body: contract.WayOutCode,
        response: {
          202: contract.ConfirmationSent,
          ...refusals('portal_not_found', 'way_out_closed', 'invalid_phone'),
          ...refusals('too_many_requests', 'phone_codes_unavailable'),
        },
      },
    },
    async (request, reply) => {
      refuseForged(request)
      const merchantId = await findPortal(database, request.hostname)
      const phone = accept(readPhone(request.body.phone))
      const { isOpen } = await request.readFor(merchantId, wayOutDoor)
      if (!isOpen) throw new Refused('way_out_closed')
      const asked = { merchantId, phone, purpose: 'cancellation', ip: request.ip } as const
      return reply
        .code(202)
        .send(await sendPhoneCode(identity, { ...asked, language: languageOf(request) }, request.at))
    },
  )

  app.post(
    '/way-out/tickets',
    {
      config: { access: 'public', idempotent: { without: 'a code is used once' }, triesPerMinute: 60 },
      schema: {
        operationId: 'wayOutOpen',
        body: contract.WayOutShow,
        response: {
          200: contract.WayOutOpened,
          ...refusals('portal_not_found', 'way_out_closed', 'way_out_not_found', 'invalid_phone'),
          ...refusals(...phoneCodeRefusals),
        },
      },
    },
    async (request) => {
      refuseForged(request)
      const merchantId = await findPortal(database, request.hostname)
      const phone = accept(readPhone(request.body.phone))
      const shown = { ...request.body, merchantId, phone, ip: request.ip }
      const { ticket, endsAt, ways } = await openWayOut(identity, shown, request.at)
      return { ticket, endsAt, ways: ways.map(wayOutView) }
    },
  )

  app.post(
    '/way-out/leavings',
    {
      config: {
        ...{ access: 'public', triesPerMinute: 30 },
        idempotent: { without: 'the ticket’s own transaction claims the key and keeps the answer' },
      },
      schema: {
        operationId: 'signedOutLeavingCreate',
        body: contract.SignedOutLeaving,
        response: {
          201: contract.SignedOutLeft,
          ...refusals('portal_not_found', 'way_out_expired', 'key_reused', ...finishRefusals),
        },
      },
    },
    async (request, reply) => {
      refuseForged(request)
      const merchantId = await findPortal(database, request.hostname)
      const leavingId = recordId(request)
      const { body } = request
      const command = { key: leavingId, operation: 'signedOutLeavingCreate', bodyHash: hashBody(body) }
      const asked = { merchantId, ip: request.ip, command, wish: { ...body, leavingId } }
      const left = await leaveSignedOut(identity, asked, request.at, (work, finished) => ({
        ...finishedView(finished),
        token: tokenOf(work, leavingId),
      }))
      return reply.code(201).send(left)
    },
  )
}

function passGiftRoutes(app: App, { database }: Identity) {
  /** Whose gift a link is of, or nobody's. */
  const claimOf = (token: string) => {
    const claim = openReceiptToken(token, (merchantId) => database.keys(passGiftKeyPurpose, merchantId))
    if (!claim) throw new Refused('pass_gift_not_found')
    return { merchantId: claim.merchantId, giftId: claim.saleId }
  }

  app.get(
    '/pass-gifts/:token',
    {
      config: { access: 'public', triesPerMinute: 60 },
      schema: {
        operationId: 'passGiftGet',
        params: contract.PassGiftLink,
        response: { 200: contract.PassGift, ...refusals('pass_gift_not_found', 'pass_not_found') },
      },
    },
    async (request) => {
      const { merchantId, giftId } = claimOf(request.params.token)
      return request.readFor(merchantId, (work) => showPassGift(work, giftId))
    },
  )

  app.get(
    '/me/pass-gifts',
    { config: { access }, schema: { operationId: 'myPassGiftList', response: { 200: contract.PassGiftList } } },
    async (request) => request.read(async (work) => ({ items: await myPassGifts(work, memberOf(request).memberId) })),
  )

  app.post(
    '/me/pass-gift-links/:token/acceptance',
    {
      config: { access, idempotent: true },
      schema: {
        operationId: 'myPassGiftTake',
        params: contract.PassGiftLink,
        response: { 200: contract.PassGiftTaken, ...refusals(...giftRefusals) },
      },
    },
    async (request) => {
      const { memberId, merchantId } = memberOf(request)
      const claim = claimOf(request.params.token)
      if (claim.merchantId !== merchantId) throw new Refused('pass_gift_not_found')
      return request.inTransaction((work) => takePassGift(work, { giftId: claim.giftId, memberId }))
    },
  )

  app.delete(
    '/me/pass-gifts/:passGiftId',
    {
      config: { access, idempotent: true },
      schema: {
        operationId: 'myPassGiftWithdraw',
        params: contract.PassGiftParams,
        response: {
          200: contract.PassGiftWithdrawn,
          ...refusals('pass_gift_not_found', 'pass_gift_taken', 'pass_gift_over'),
        },
      },
    },
    async (request) => {
      const { memberId } = memberOf(request)
      const { passGiftId: giftId } = request.params
      return request.inTransaction((work) => withdrawPassGift(work, { giftId, memberId }))
    },
  )
}

/** Whoever holds a receipt can have it checked: the figures come from the books, not from the paper. */
function receiptRoute(app: App, { database }: Identity) {
  app.get(
    '/cancellation-receipts/:token',
    {
      config: { access: 'public', triesPerMinute: 60 },
      schema: {
        operationId: 'cancellationReceiptGet',
        params: contract.ReceiptParams,
        response: { 200: contract.Receipt, ...refusals('leaving_not_found') },
      },
    },
    async (request) => {
      const keyOf = (merchantId: string) => database.keys(receiptKeyPurpose, merchantId)
      const claim = openReceiptToken(request.params.token, keyOf)
      if (!claim) throw new Refused('leaving_not_found')
      return request.readFor(claim.merchantId, (work) => receiptOf(work, claim.saleId))
    },
  )
}
