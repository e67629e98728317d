export const messagingRefusals = {
  message_not_found: { zh: '没有这条消息', en: 'There is no such message' },
  message_channel_not_found: { zh: '没有这个消息渠道账号', en: 'There is no such channel account' },
  message_channel_exists: {
    zh: '这个渠道已有账号在用，请先停用',
    en: 'This channel has an account already: close it first',
  },
  message_channel_fixed: {
    zh: '账号的服务商不能更改，请停用后新建',
    en: 'The provider of an account is fixed: close it and open another',
  },
  invalid_channel_field: { zh: '这一项填写不正确：{{field}}', en: 'This field is not right: {{field}}' },
  template_variable_unknown: {
    zh: '这类消息没有变量「{{variable}}」',
    en: 'This kind of message has no variable “{{variable}}”',
  },
  template_fallback_needed: {
    zh: '变量「{{variable}}」可能为空，请写明替代文字（写作「变量|替代文字」）',
    en: '“{{variable}}” may be missing: say what stands instead (“variable|words instead”)',
  },
  variable_missing: {
    zh: '这位会员缺少变量「{{variable}}」的值，未发送',
    en: 'This member has no value for “{{variable}}”: nothing was sent',
  },
  template_broken: {
    zh: '花括号不成对，请检查变量写法',
    en: 'Braces do not match: check how the variables are written',
  },
  template_title_needed: { zh: '请填写标题', en: 'A title is needed' },
  template_changed: {
    zh: '模板刚被他人修改，请刷新后再保存',
    en: 'Somebody changed this template: reload it before you save',
  },
  invalid_kind_channels: { zh: '这类消息不能通过该渠道发送', en: 'This kind of message does not go by that channel' },
  kind_needed: { zh: '验证码不能关闭', en: 'Codes cannot be turned off' },
  email_missing: { zh: '还没有填写邮箱', en: 'There is no e-mail address yet' },
  email_proved: { zh: '邮箱已验证', en: 'This address is confirmed already' },
  email_code_wrong: { zh: '验证码不正确，还可以试 {{left}} 次', en: 'That is not the code; {{left}} tries left' },
  email_code_expired: { zh: '验证码已失效，请重新获取', en: 'This code no longer holds: ask for a new one' },
  email_code_locked_out: {
    zh: '验证码错误次数过多，请重新获取',
    en: 'Too many wrong tries: ask for a new code',
  },
  invalid_quiet_hours: { zh: '免打扰的开始和结束时间不能相同', en: 'Quiet hours need a start and another end' },
} as const
