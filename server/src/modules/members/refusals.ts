import type { RefusalSentences } from '#platform/refusals.ts'

export const memberRefusals = {
  member_not_found: { zh: '没有找到这位会员', en: 'No such member' },
  member_merged: { zh: '该会员已合并到另一位会员', en: 'This member was merged into another one' },
  member_erased: { zh: '该会员的资料已删除', en: 'This member’s data was erased' },
  member_blocked: { zh: '该会员已停用', en: 'This member is blocked' },
  member_exists: { zh: '该会员已存在', en: 'This member already exists' },
  member_changed: {
    zh: '资料刚刚被他人修改，请核对最新内容后再保存；您填写的内容已保留',
    en: 'Someone changed this member meanwhile. What you typed is kept: look at the new state, then save again',
  },
  phone_taken: { zh: '该手机号已属于另一位会员', en: 'Another member has this phone number' },
  card_taken: { zh: '该卡号已属于另一位会员', en: 'Another member has this card' },
  invalid_phone: { zh: '手机号不正确', en: 'This is not a phone number' },
  invalid_card: {
    zh: '卡号只能包含字母、数字和连字符，最多 40 位',
    en: 'A card number has letters, digits and hyphens, 40 at most',
  },
  invalid_name: {
    zh: '姓名不正确：不能为空，最多 100 个字，不能包含控制字符',
    en: 'A name has 1 to 100 characters, no control characters',
  },
  invalid_birthday: { zh: '生日不正确：没有这一天', en: 'There is no such birthday' },
  invalid_custom_value: { zh: '“{{label}}”的内容不正确', en: '“{{label}}” does not take this value' },
  custom_field_not_found: { zh: '没有这个自定义字段', en: 'No such custom field' },
  custom_field_exists: { zh: '已有同名的自定义字段', en: 'There is a field of this code already' },
  invalid_choices: { zh: '选项字段需要至少两个不同的选项', en: 'A choice field needs two different choices or more' },
  tag_not_found: { zh: '没有这个标签，可能已被删除', en: 'No such tag; it may have been deleted' },
  tag_exists: { zh: '已有同名的标签', en: 'There is a tag of this name already' },
  invalid_tag: {
    zh: '标签不能为空，也不能含有逗号、顿号、分号或竖线',
    en: 'A tag needs a name, without commas, semicolons or bars',
  },
  tags_too_many: { zh: '最多 {{most}} 个标签，请先删除不用的', en: '{{most}} tags at most: delete some first' },
  tag_added_and_removed: { zh: '同一个标签不能既添加又移除', en: 'A tag is either added or removed' },
  credential_not_found: { zh: '没有找到这张卡或手机号', en: 'No such card or phone' },
  credential_blocked: { zh: '该卡已挂失或停用', en: 'This card was blocked' },
  credential_not_blocked: { zh: '该卡没有挂失', en: 'This card is not blocked' },
  code_wrong: {
    zh: '会员码不正确或已过期，请刷新后再出示',
    en: 'This member code is wrong or too old; show a fresh one',
  },
  code_used: { zh: '这个会员码已经用过，请等待刷新后再出示', en: 'This member code was used; wait for the next one' },
  referrer_not_found: { zh: '没有找到这位推荐人', en: 'No such referrer' },
  household_not_found: { zh: '没有找到这个家庭', en: 'No such household' },
  referral_loop: {
    zh: '推荐关系不能形成循环',
    en: 'A member cannot be referred by themselves, directly or in a circle',
  },
  note_not_found: { zh: '没有找到这条备注', en: 'No such note' },
  health_consent_needed: {
    zh: '记录过敏等健康信息前，需要会员单独同意',
    en: 'The member must separately agree before health facts are kept',
  },
  consent_text_outdated: {
    zh: '同意书已更新，请向会员出示最新版本',
    en: 'The consent text changed; show the member the new one',
  },
} as const satisfies RefusalSentences
