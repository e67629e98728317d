import { parkedSweep } from '#modules/cashier/parked/park-sale.ts'
import { sealAudit } from '#modules/audit/seal-audit.ts'
import { couponGiftSweep } from '#modules/coupons/gift-coupons.ts'
import { couponEndSweep, tellCouponEndsJob } from '#modules/coupons/tell-ends.ts'
import { issueSweep } from '#modules/coupons/run-issue.ts'
import { codeSecretSweep } from '#modules/coupons/make-codes.ts'
import { sweepSessions } from '#modules/identity/end-session.ts'
import { sweepMemberSessions } from '#modules/identity/member-session.ts'
import { sweepPhoneCodes } from '#modules/identity/prove-phone.ts'
import { giftCardCodeSweep } from '#modules/gift-cards/codes.ts'
import { erasureSweep } from '#modules/member-lifecycle/erase-member.ts'
import { importsJob } from '#modules/imports/import-runner.ts'
import { invoicesJob } from '#modules/invoices/invoice-runner.ts'
import { greetBirthdaysJob } from '#modules/messaging/greet-birthdays.ts'
import { forgetMessagesSweep } from '#modules/messaging/message-runner.ts'
import { sellRenewal } from '#modules/cashier/sale/sell-renewal.ts'
import { renewalSweep } from '#modules/passes/renew-pass.ts'
import { bookingSweep } from '#modules/passes/settle-bookings.ts'
import { passEndSweep, tellPassEndsJob } from '#modules/passes/tell-ends.ts'
import { printingJob } from '#modules/printing/print-runner.ts'
import { rollBirthdaysJob } from '#modules/members/jobs.ts'
import { tagSweep } from '#modules/members/tag-matching.ts'
import { pointsEndingJobs, pointsEndingSweeps } from '#modules/points/expiry-jobs.ts'
import { expirySweep } from '#modules/ledger/expire-value.ts'
import { closeBooks } from '#modules/ledger/close-books.ts'
import { birthdayGiftSweep, periodGiftSweep } from '#modules/tiers/hand-out-gifts.ts'
import { placementSweep } from '#modules/tiers/publish-programme.ts'
import { tierReviewSweep } from '#modules/tiers/review-standings.ts'
import { winBackSweep } from '#modules/retention/follow-ups.ts'
import { judgingSweep } from '#modules/retention/judge-offers.ts'
import { giftSweep } from '#modules/rewards/gift-points.ts'
import { tellSpecialsSweep } from '#modules/rewards/tell-specials.ts'
import { rewardSweep } from '#modules/rewards/settle-redemption.ts'
import type { DueSweep } from '#platform/due-work.ts'
import { runDueWork } from '#platform/due-work.ts'
import { forEachMerchant, type Job } from '#platform/jobs.ts'
import { forgetOldTries } from '#platform/rate-limit.ts'

/** What falls due by the business clock, one row per kind. */
export const dueSweeps: readonly DueSweep[] = [
  giftCardCodeSweep,
  codeSecretSweep,
  issueSweep,
  tagSweep,
  expirySweep,
  erasureSweep,
  parkedSweep,
  winBackSweep,
  judgingSweep,
  renewalSweep(sellRenewal),
  forgetMessagesSweep,
  rewardSweep,
  tellSpecialsSweep,
  giftSweep,
  couponGiftSweep,
  couponEndSweep,
  passEndSweep,
  bookingSweep,
  tierReviewSweep,
  placementSweep,
  periodGiftSweep,
  birthdayGiftSweep,
  ...pointsEndingSweeps,
]

/** What runs by the wall clock. */
export const jobs: readonly Job[] = [
  {
    name: 'platform.due_work',
    cron: '* * * * *',
    run: async ({ database, clock, log, signal }) => {
      await runDueWork({
        ...{ database, signal },
        sweeps: dueSweeps,
        at: clock.now(),
        onError: (error, merchantId, kind) =>
          log(`${kind} failed for merchant ${merchantId}: ${(error as Error).message}`),
      })
    },
  },
  {
    name: 'audit.seal',
    cron: '*/5 * * * *',
    run: (tools) => forEachMerchant(tools, 'audit.seal', async (work) => void (await sealAudit(work))),
  },
  {
    name: 'identity.sweep_sessions',
    cron: '23 * * * *',
    run: (tools) =>
      forEachMerchant(tools, 'identity.sweep_sessions', async (work) => {
        await Promise.all([sweepSessions(work), sweepMemberSessions(work), sweepPhoneCodes(work)])
      }),
  },
  rollBirthdaysJob([birthdayGiftSweep.kind]),
  ...pointsEndingJobs,
  greetBirthdaysJob,
  tellPassEndsJob,
  tellCouponEndsJob,
  importsJob,
  printingJob,
  invoicesJob,
  {
    name: 'ledger.close_books',
    cron: '23 2 * * *',
    run: (tools) => forEachMerchant(tools, 'ledger.close_books', closeBooks),
  },
  {
    name: 'platform.forget_tries',
    cron: '17 * * * *',
    run: ({ database, clock }) => forgetOldTries(database, clock.now()),
  },
]
