export const lawPackRefusals = {
  law_region_unknown: { zh: '没有该地区的政策包：{{region}}', en: 'There is no law pack for {{region}}' },
  prepaid_limit: {
    zh: '超过记名预付卡限额：每位会员本金最多 {{limitCents}}，现有 {{heldCents}}',
    en: 'This is beyond what one named account may hold: {{limitCents}} of principal, {{heldCents}} are there',
  },
  prepaid_cash_limit: {
    zh: '单笔达到 {{limitCents}} 的预付款不能收现金，请转账或刷卡',
    en: 'Prepaid money of {{limitCents}} and more is not taken in cash',
  },
} as const
