import type { RefusalSentences } from '#platform/refusals.ts'

export const memberLifecycleRefusals = {
  merge_not_found: { zh: '没有找到这次合并', en: 'No such merge' },
  merge_undone: { zh: '这次合并已经撤销', en: 'This merge was undone already' },
  merge_changed: {
    zh: '资料在您查看之后有变化，请核对新的合并结果再确认',
    en: 'Something changed since you looked; check what would be merged now, then confirm',
  },
  merge_same_member: { zh: '不能把会员与自己合并', en: 'A member cannot be merged with themselves' },
  erasure_not_found: { zh: '没有进行中的删除申请', en: 'There is no erasure under way' },
  erasure_requested: { zh: '该会员已有进行中的删除申请', en: 'This member’s erasure is under way already' },
  erasure_value_left: {
    zh: '会员名下还有余额、积分或可用的卡，请先结清和退卡，或由会员确认放弃',
    en: 'The member still owns value or passes here: settle or cancel them first, or have the member confirm that they are given up',
  },
} as const satisfies RefusalSentences
