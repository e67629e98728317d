import type { CancellingLaw, LawPack, PrepaidLaw } from './pack-types.ts'

/** Consumers who gave distance contracts up have fourteen days in Europe; nothing else is said of a shop's own stored value. */
const european: PrepaidLaw = {
  namedLimitCents: null,
  anonymousLimitCents: null,
  nonCashFromCents: null,
  namedNeverExpires: true,
  withdrawalDays: 14,
  withdrawalOnlyUnused: false,
  withdrawalNotForKnownGoods: false,
  refund: { merchant: 'ratio', member: 'ratio' },
  repaidWithinDays: 14,
  closingNoticeDays: null,
  invoice: 'at_spending',
}

const american: PrepaidLaw = { ...european, withdrawalDays: null, repaidWithinDays: null }

const open: CancellingLaw = {
  maxTaps: 3,
  needsNoReason: false,
  worksSignedOut: false,
  offers: 'beside',
  buttons: null,
  hasReceipt: true,
  isSameMedium: true,
}

const union: LawPack = {
  id: 'EU@2026-06-19',
  region: 'EU',
  from: '2026-06-19',
  name: { zh: '欧盟', en: 'European Union' },
  isDraft: false,
  prepaid: european,
  renewal: { noticeDays: 14, hasYearlyReminder: false, coolingOffDays: 14, consentKeptYears: 3 },
  cancelling: {
    ...open,
    needsNoReason: true,
    buttons: { open: 'withdraw from contract here', confirm: 'confirm withdrawal' },
  },
  sources: ['Directive 2011/83/EU art. 9–11, art. 11a as applied from 2026-06-19: withdrawal function'],
}

const union2014: LawPack = {
  ...union,
  id: 'EU@2014-06-13',
  from: '2014-06-13',
  cancelling: open,
  sources: ['Directive 2011/83/EU art. 9–11: fourteen days to withdraw, repaid within fourteen days'],
}

const germany: LawPack = {
  ...union,
  id: 'DE@2022-07-01',
  region: 'DE',
  from: '2022-07-01',
  name: { zh: '德国', en: 'Germany' },
  cancelling: {
    ...open,
    needsNoReason: true,
    worksSignedOut: true,
    offers: 'after_receipt',
    buttons: { open: 'Verträge hier kündigen', confirm: 'jetzt kündigen' },
  },
  sources: ['§ 312k BGB, in force 2022-07-01: two buttons, always reachable, receipt at once', 'BGH I ZR 161/24'],
}

const britain: LawPack = {
  ...union2014,
  id: 'UK@2014-06-13',
  region: 'UK',
  name: { zh: '英国', en: 'United Kingdom' },
  sources: ['Consumer Contracts Regulations 2013: fourteen days to withdraw'],
}

/** Expected for spring 2027: a shop may choose to keep it already. */
const britainToCome: LawPack = {
  ...britain,
  id: 'UK-2027@2026-11-01',
  region: 'UK-2027',
  from: '2026-11-01',
  name: { zh: '英国（2027 草案）', en: 'United Kingdom (2027, expected)' },
  isDraft: true,
  renewal: { noticeDays: 14, hasYearlyReminder: true, coolingOffDays: 14, consentKeptYears: 3 },
  cancelling: { ...open, needsNoReason: true },
  sources: [
    'Digital Markets, Competition and Consumers Act 2024, part 4 chapter 2: subscription contracts, expected spring 2027',
  ],
}

const america: LawPack = {
  id: 'US@2010-12-29',
  region: 'US',
  from: '2010-12-29',
  name: { zh: '美国', en: 'United States' },
  isDraft: false,
  prepaid: american,
  renewal: { noticeDays: 7, hasYearlyReminder: false, coolingOffDays: null, consentKeptYears: 3 },
  cancelling: open,
  sources: ['Restore Online Shoppers’ Confidence Act, 15 U.S.C. § 8403: simple way to stop recurring charges'],
}

const california: LawPack = {
  ...america,
  id: 'US-CA@2025-07-01',
  region: 'US-CA',
  from: '2025-07-01',
  name: { zh: '美国加州', en: 'California' },
  renewal: { noticeDays: 7, hasYearlyReminder: true, coolingOffDays: null, consentKeptYears: 3 },
  cancelling: { ...open, needsNoReason: true },
  sources: [
    'California Automatic Renewal Law as amended by AB 2863, from 2025-07-01: express consent kept three years, yearly reminder,' +
      ' cancel in the same medium, no further step that obstructs or delays, an offer only beside the way to finish',
  ],
}

/** Packs outside mainland China. */
export const packsAbroad: readonly LawPack[] = [union2014, union, germany, britain, britainToCome, america, california]
