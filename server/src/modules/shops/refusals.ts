export const shopsRefusals = {
  invalid_host: { zh: '“{{host}}”不是域名', en: '“{{host}}” is no host name' },
  host_taken: { zh: '域名“{{host}}”已属于另一家商户', en: 'Another merchant answers at “{{host}}”' },
  portal_not_found: {
    zh: '这个网址不属于任何一家店，请扫描店里的二维码',
    en: 'No shop answers at this address; scan the code in your shop',
  },
  store_not_found: { zh: '没有这家门店', en: 'There is no such store' },
  store_name_taken: { zh: '已有同名门店“{{name}}”，请换一个名称', en: 'A store named “{{name}}” exists already' },
  store_closed: { zh: '这家门店已停业', en: 'This store is closed' },
  store_closing: {
    zh: '这家门店已公告停业，不再销售储值、礼品卡和卡项',
    en: 'The closing of this store was announced; it sells no more stored value, gift cards and passes',
  },
  last_store: { zh: '至少保留一家营业的门店', en: 'At least one store must stay open' },
  settings_changed: {
    zh: '您打开之后已有人修改过，请查看最新内容再保存',
    en: 'Somebody changed this since you opened it; look at the new state and save again',
  },
  invalid_time_zone: { zh: '不认识的时区：{{timeZone}}', en: 'Unknown time zone: {{timeZone}}' },
  invalid_currency: {
    zh: '货币 {{currency}} 不可用：须为有两位小数的 ISO 4217 代码，如 CNY、USD',
    en: '{{currency}} cannot be used: an ISO 4217 code with two decimals is needed, such as CNY or USD',
  },
} as const
