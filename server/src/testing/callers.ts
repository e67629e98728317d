import { announceClosing } from '#modules/closing/announce-closing.ts'
import { keepFile } from '#modules/imports/keep-file.ts'
import { startImport } from '#modules/imports/start-import.ts'
import { newId } from '#shared/ids.ts'
import type { OpenWork } from '#platform/work.ts'
import { closeDay } from '#modules/cashier/shift/close-day.ts'
import { saveCategories } from '#modules/catalog/arrange-shelf.ts'
import { keepPicture } from '#modules/catalog/keep-picture.ts'
import { createPriceList } from '#modules/catalog/save-price-list.ts'
import { offerCoupon } from '#modules/coupons/gift-coupons.ts'
import { makeCodes } from '#modules/coupons/make-codes.ts'
import { createApiKey } from '#modules/identity/create-api-key.ts'
import { startSession } from '#modules/identity/start-session.ts'
import { defineCustomField } from '#modules/members/define-custom-fields.ts'
import { mergeMembers, quoteMerge } from '#modules/member-lifecycle/merge-members.ts'
import { requestPaymentRefunds } from '#modules/payments/claim-payments.ts'
import { saveAccount } from '#modules/payments/provider-accounts.ts'
import { addNote } from '#modules/members/member-notes.ts'
import { defineTag } from '#modules/members/define-tags.ts'
import { setEarnPolicy } from '#modules/points/set-earn-policy.ts'
import { makeCoupon, makeCouponTemplate } from './make-coupon.ts'
import { makeBatch } from '#modules/gift-cards/manage-cards.ts'
import { makeGiftCard } from './make-gift-card.ts'
import { makeOnlineOrder } from './make-online-order.ts'
import { makeInvoice, turnOnInvoices } from './make-invoice.ts'
import { makeCampaign } from './make-campaign.ts'
import { makeItem } from './make-item.ts'
import { makeConflict } from './make-conflict.ts'
import { makePass, makePlan, makeUse } from './make-pass.ts'
import { freezePass, previewFreeze } from '#modules/passes/freeze-pass.ts'
import { holdForBooking } from '#modules/passes/hold-pass.ts'
import { makeMember } from './make-member.ts'
import { makeFlow, makeImprovement, makeOfferStop, makeLeaving, makePassGift } from './make-leaving.ts'
import { makeMessage, makeSmsAccount } from './make-message.ts'
import { makeMemberSession } from './make-member-session.ts'
import { makeDevice, makeShop, makeStore, makeUser } from './make-merchant.ts'
import { makeParkedSale } from './make-parked-sale.ts'
import { makePrintJob } from './make-printer.ts'
import { makeBareReturn, makeRefund } from './make-refund.ts'
import { makeRewardRecords } from './make-reward.ts'
import { makePromotion } from './make-promotion.ts'
import { makePayment } from './make-payment.ts'
import { makeSale } from './make-sale.ts'
import { endMadeShift, makeShift } from './make-shift.ts'
import { makeProgramme, programmeTerms } from './make-tiers.ts'
import { makeOffer, makeTopUp } from './make-top-up.ts'
import { committed, testDatabase } from './work.ts'

export type CallerHeaders = Record<string, string>

/** A merchant of its own with one caller of each kind, each as the headers it sends. */
export type Callers = {
  merchantId: string
  storeId: string
  /** May do everything. */
  owner: CallerHeaders
  /** An account whose role holds no permission. */
  powerless: CallerHeaders
  /** A till without anybody signed in. */
  device: CallerHeaders
  /** An API key without scopes. */
  integration: CallerHeaders
  /** The member whom the records are about, signed in on the phone. */
  member: CallerHeaders
}

export async function makeCallers(): Promise<Callers> {
  const { keys } = testDatabase()
  return committed(newId(), async (work) => {
    const signIn = async (userId: string): Promise<CallerHeaders> => {
      const start = { userId, deviceId: null, ip: null, userAgent: 'test', how: 'password' } as const
      const { token } = await startSession(work, keys, start)
      return { cookie: `regulars_session=${token}`, 'x-requested-with': 'regulars' }
    }
    const { merchantId, storeId, ownerId } = await makeShop(work)
    const powerless = await makeUser(work)
    const { deviceKey } = await makeDevice(work, storeId)
    const { apiKey } = await createApiKey(work, keys, {
      keyId: newId(),
      name: 'test',
      permissions: [],
      expiresAt: null,
    })
    const memberId = await makeRecords(work, storeId)
    return {
      merchantId,
      storeId,
      owner: await signIn(ownerId),
      powerless: await signIn(powerless.userId),
      device: { 'x-device-key': deviceKey },
      integration: { authorization: `Bearer ${apiKey}` },
      member: await makeMemberSession(work, memberId),
    }
  })
}

/** One record for each parameter that a route takes. Returns the member whom they are about. */
async function makeRecords(work: OpenWork, storeId: string): Promise<string> {
  const member = await makeMember(work)
  const twin = { survivorId: member.id, absorbedId: (await makeMember(work)).id }
  await mergeMembers(work, { id: newId(), ...twin, fingerprint: (await quoteMerge(work, twin)).fingerprint })
  await addNote(work, { id: newId(), memberId: member.id, body: '喜欢靠窗', isForTill: true })
  await defineCustomField(work, {
    id: newId(),
    code: 'skin',
    label: '肤质',
    kind: 'text',
    choices: [],
    isForTill: true,
  })
  await defineTag(work, { id: newId(), name: '怕辣' })
  const item = await makeItem(work)
  await saveCategories(work, [{ id: newId(), parentId: null, name: '洗护', position: 0 }])
  await keepPicture(work, { pictureId: newId(), bytes: Buffer.from(onePixelPng, 'base64') })
  await createPriceList(work, {
    id: newId(),
    name: '门店价',
    kind: 'store',
    storeId,
    tierId: null,
    startsAt: null,
    endsAt: null,
    rateBps: 9_000,
  })
  const fileId = newId()
  await keepFile(work, { fileId, name: '商品.csv', bytes: Buffer.from('货号,名称\nP1,洗发水\n') })
  const fields = { externalId: { columns: ['货号'] }, name: { columns: ['名称'] } }
  const mapping = { name: 'test', kind: 'products' as const, fields }
  await startImport(work, { batchId: newId(), fileId, mapping, storeId, isDryRun: true })
  await makePromotion(work)
  const { id: templateId } = await makeCouponTemplate(work)
  await makeCodes(work, { issueId: newId(), templateId, quantity: 1, reason: '' })
  const coupon = await makeCoupon(work, member.id, templateId)
  await offerCoupon(work, { giftId: newId(), memberId: member.id, couponId: coupon.id })
  await makeProgramme(work, programmeTerms())
  const sale = await makeSale(work, { storeId, memberId: member.id, items: [[item.id, 1]] })
  await makeRefund(work, sale)
  await makeBareReturn(work, { storeId, itemId: item.id })
  await turnOnInvoices(work)
  await makeInvoice(work, (await makeSale(work, { storeId, items: [[item.id, 1]] })).saleId)
  await makePrintJob(work, storeId)
  await makePassRecords(work, storeId, member.id)
  await makeGiftCard(work, storeId)
  await makeBatch(work, { batchId: newId(), name: '春节卡', quantity: 1, storeIds: null })
  await makeParkedSale(work, { storeId, itemId: item.id })
  await makeConflict(work, { storeId, itemId: item.id })
  await makePaymentRecords(work, storeId)
  await makeOnlineOrder(work, { memberId: member.id, storeId })
  await makeMessage(work, member.id)
  await makeRewardRecords(work, member.id, storeId)
  await makeFlow(work)
  await makeLeaving(work, { storeId, memberId: member.id, isFinished: true })
  await makeLeaving(work, { storeId, memberId: member.id })
  await makePassGift(work, { storeId, memberId: member.id })
  await makeImprovement(work)
  await makeOfferStop(work)
  await makeSmsAccount(work)
  await makeTopUp(work, { storeId, memberId: member.id, offerId: (await makeOffer(work)).id })
  await setEarnPolicy(work, {
    rule: { points: 1, perCents: 100, excludedTenders: [], isTaxIncluded: true },
    expiry: null,
  })
  await makeCampaign(work)
  await makeClosing(work)
  const { shiftId, till } = await makeShift(work, { storeId })
  await endMadeShift(till, shiftId)
  await closeDay(work, { dayCloseId: newId(), storeId, day: '2026-03-01' })
  return member.id
}

/** A store of its own that is closing. */
async function makeClosing(work: OpenWork): Promise<void> {
  const { storeId } = await makeStore(work, { name: '江边店' })
  const last = { lastDay: '2026-04-30', isBusinessEnd: false, reason: '租约到期' }
  await announceClosing(work, { noticeId: newId(), storeId, ...last })
}

/** A plan, a pass of it, a visit, a booking and a freeze. */
async function makePassRecords(work: OpenWork, storeId: string, memberId: string): Promise<void> {
  const pass = await makePass(work, { storeId, memberId, plan: await makePlan(work) })
  const [componentId] = pass.componentIds as [string]
  const { passId } = pass
  await makeUse(work, pass, { memberId, storeId })
  const startsAt = new Date(work.at.getTime() + 86_400_000)
  await holdForBooking(work, { bookingId: newId(), passId, componentId, memberId, storeId, startsAt })
  const days = { fromDay: '2026-03-10', untilDay: '2026-03-20' }
  const { fingerprint } = await previewFreeze(work, passId, days)
  await freezePass(work, { ...days, passId, freezeId: newId(), reason: '出差', fingerprint })
}

async function makePaymentRecords(work: OpenWork, storeId: string): Promise<void> {
  const payment = await makePayment(work, { storeId })
  await requestPaymentRefunds(work, [{ paymentId: payment.id, refundId: newId(), amountCents: 1 }])
  await saveAccount(
    work,
    {
      ...{ id: newId(), provider: 'card_terminal', name: '银联', storeId: null, deviceId: null },
      baseUrl: 'http://127.0.0.1:1',
      fields: { terminalId: 'T1', sharedKey: 'k'.repeat(32) },
    },
    'open',
  )
}

const onePixelPng = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=='
