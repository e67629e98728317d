import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { wholeCatalogue } from '#modules/catalog/item-scope-rules.ts'
import { newId } from '#shared/ids.ts'
import { always } from '#shared/recurring-times.ts'
import { campaignDraft } from '#testing/make-campaign.ts'
import { makeShop } from '#testing/make-merchant.ts'
import { makeMember } from '#testing/make-member.ts'
import { inWork } from '#testing/work.ts'
import { setActionPolicy } from './action-policy.ts'
import { noActions } from './action-rules.ts'
import { signInForPoints } from './action-sign-in.ts'
import { createCampaign, endCampaign } from './campaign-save.ts'
import { publishEnding, readEndings } from './expiry-policy.ts'
import { extendPoints, quoteExtension, readExtensions } from './extension.ts'
import { setRedeemPolicy } from './redeem-policy.ts'
import { setEarnPolicy } from './set-earn-policy.ts'

test(
  'an extension of days that are over, to a day that is no later, or of nobody is refused, and none stands in the list',
  inWork(async (work) => {
    await makeShop(work)
    const quote = (from: string, to: string, untilDay: string) =>
      quoteExtension(work, { from, to, untilDay, minPoints: 1 })
    await assert.rejects(quote('2026-02-28', '2026-03-10', '2026-04-01'), { code: 'extension_days_wrong' })
    await assert.rejects(quote('2026-03-10', '2026-03-09', '2026-04-01'), { code: 'extension_days_wrong' })
    await assert.rejects(quote('2026-03-01', '2026-03-10', '2026-03-10'), { code: 'extension_not_later' })
    const cohort = { from: '2026-03-01', to: '2026-03-10', untilDay: '2026-04-01', minPoints: 1 }
    const { fingerprint } = await quoteExtension(work, cohort)
    const extend = extendPoints(work, { extensionId: newId(), cohort, fingerprint, reason: '装修停业' })
    await assert.rejects(extend, { code: 'extension_empty' })
    assert.deepEqual(await readExtensions(work), [])
  }),
)

test(
  'a clearing day that no year has, steps worth no whole cents, and sign-in steps that do not rise are not published',
  inWork(async (work) => {
    await makeShop(work)
    const clearing = { day: '02-30', spareMonths: 0 }
    const ending = { version: 0, age: null, clearing, idle: null, reach: 'new' as const, noticeDays: 0 }
    await assert.rejects(publishEnding(work, ending), { code: 'expiry_rule_unsound' })
    // A leap day exists in some year.
    await publishEnding(work, { ...ending, clearing: { ...clearing, day: '02-29' } })
    assert.equal((await readEndings(work)).length, 1)
    const unsound = { points: 3, worthCents: 1, minPoints: 0, stepPoints: 1, maxShareBps: 5_000 }
    const policy = { version: 0, rule: unsound, returnedExpired: 'void' as const, graceDays: 0 }
    await assert.rejects(setRedeemPolicy(work, policy), { code: 'redeem_rule_unsound' })
    const steps = [
      { days: 7, extraPoints: 10 },
      { days: 3, extraPoints: 20 },
    ]
    const terms = { ...noActions, signIn: { points: 5, steps, budgetPoints: null } }
    await assert.rejects(setActionPolicy(work, { version: 0, terms }), { code: 'invalid_action_terms' })
  }),
)

test(
  'a campaign whose hours run backwards, that lists no goods, or that is none is refused',
  inWork(async (work) => {
    await makeShop(work)
    const backwards = { ...always, hours: [{ fromMinute: 600, untilMinute: 600 }] }
    const create = (terms: Parameters<typeof campaignDraft>[0]) => createCampaign(work, newId(), campaignDraft(terms))
    await assert.rejects(create({ terms: { times: backwards } }), { code: 'invalid_campaign_hours' })
    await assert.rejects(create({ terms: { scope: { ...wholeCatalogue, of: 'listed' } } }), {
      code: 'invalid_campaign_scope',
    })
    await assert.rejects(endCampaign(work, newId()), { code: 'campaign_not_found' })
  }),
)

test(
  'an extension of more members than one command takes is refused before anything is measured',
  inWork(async (work) => {
    await makeShop(work)
    // Two days of one account are one member of the cohort, three accounts are three.
    await work.send(sql`
      insert into points.ending (merchant_id, account_id, day, member_id, units, lots)
      select ${work.merchantId}, e.account, day, e.account, 1, 1
        from unnest(${[newId(), newId(), newId()]}::uuid[]) as e(account),
             unnest(${['2026-03-05', '2026-03-06']}::date[]) as day`)
    const cohort = { from: '2026-03-01', to: '2026-03-10', untilDay: '2026-04-01', minPoints: 1 }
    await assert.rejects(quoteExtension(work, cohort, 2), { code: 'extension_too_large', details: { most: 2 } })
    assert.equal((await quoteExtension(work, cohort, 3)).cohort, cohort, 'as many as one command takes are measured')
  }),
)

test(
  'a budget below what was given already is not published: the month would end as it is read',
  inWork(async (work) => {
    await makeShop(work)
    const rule = { points: 1, perCents: 100, excludedTenders: [], isTaxIncluded: true }
    await setEarnPolicy(work, { rule, expiry: { months: 12, round: 'day' }, pendingDays: 0 })
    const signIn = (budgetPoints: number) => ({ ...noActions, signIn: { points: 5, steps: [], budgetPoints } })
    await setActionPolicy(work, { version: 0, terms: signIn(100) })
    await signInForPoints(work, (await makeMember(work)).id)
    const publish = (budgetPoints: number) => setActionPolicy(work, { version: 1, terms: signIn(budgetPoints) })
    await assert.rejects(publish(4), { code: 'invalid_action_budget', details: { givenPoints: 5 } })
  }),
)
