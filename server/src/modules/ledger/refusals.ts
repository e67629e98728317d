export const ledgerRefusals = {
  balance_insufficient: { zh: '可用余额不足', en: 'The available balance does not cover this' },
  balance_too_large: { zh: '余额将超过系统上限', en: 'The balance would exceed what can be kept' },
  spend_not_found: { zh: '没有可退回的消费记录', en: 'Nothing was spent under this record' },
  restore_exceeds_spend: { zh: '退回的数量超过了当时的消费', en: 'More would be given back than was spent' },
  hold_not_found: { zh: '没有这笔预占', en: 'There is no such hold' },
  release_exceeds_hold: { zh: '数量超过了预占的余量', en: 'This is more than is still held' },
  lot_not_found: { zh: '没有这个批次，或已用完', en: 'There is no such lot, or it is used up' },
  value_held: {
    zh: '有预占中的资产，请先处理相关预约',
    en: 'Something is held for a booking; settle the booking first',
  },
} as const
