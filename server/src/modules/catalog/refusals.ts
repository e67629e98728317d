import type { RefusalSentences } from '#platform/refusals.ts'

export const catalogRefusals = {
  item_not_found: { zh: '没有这个商品或服务', en: 'There is no such product or service' },
  item_exists: { zh: '该商品或服务已存在', en: 'This product or service exists already' },
  item_is_plan: {
    zh: '卡项的名称和价格请在“卡项”中修改',
    en: 'The name and price of a plan are changed under Passes',
  },
  item_changed: {
    zh: '您打开之后已有人修改过，请查看最新内容再保存；您填写的内容已保留',
    en: 'Somebody changed this since you opened it. What you typed is kept: look at the new state and save again',
  },
  item_code_taken: { zh: '编号 {{code}} 已用于另一个商品', en: 'The number {{code}} belongs to another item' },
  scale_number_taken: {
    zh: '称重编码 {{scaleNumber}} 已用于另一个商品',
    en: 'The scale number {{scaleNumber}} belongs to another item',
  },
  barcode_taken: { zh: '条码 {{barcode}} 已用于另一个商品', en: 'The barcode {{barcode}} belongs to another item' },
  barcode_invalid: { zh: '这不是条码，请重新扫描', en: 'This is no barcode; please scan again' },
  invalid_item_name: { zh: '名称不能为空', en: 'The name must not be empty' },
  invalid_duration: {
    zh: '服务需要填写时长，商品和套装不需要',
    en: 'A service needs a duration; goods and bundles have none',
  },
  invalid_bundle: {
    zh: '套装至少包含一个商品或服务，不能重复，也不能包含另一个套装',
    en: 'A bundle holds one product or service or more, none twice, and no other bundle',
  },
  invalid_stock_kind: { zh: '只有商品可以计库存或称重', en: 'Only products are weighed or counted in stock' },
  invalid_barcode: { zh: '条码“{{barcode}}”不正确', en: '“{{barcode}}” cannot be a barcode' },
  invalid_scale_number: { zh: '称重编码为 1–9 位数字', en: 'A scale number has 1 to 9 digits' },
  category_not_found: { zh: '没有这个分类', en: 'There is no such category' },
  category_exists: { zh: '已有同名分类“{{name}}”', en: 'A category named “{{name}}” exists already' },
  invalid_category: {
    zh: '分类名称不能为空，分类最多两级',
    en: 'A category needs a name, and there are two levels at most',
  },
  price_list_not_found: { zh: '没有这张价目表', en: 'There is no such price list' },
  price_list_exists: { zh: '这张价目表已存在', en: 'This price list exists already' },
  price_list_changed: {
    zh: '您打开之后已有人修改过这张价目表，请查看最新内容再保存',
    en: 'Somebody changed this price list since you opened it; look at the new state and save again',
  },
  invalid_price_list: {
    zh: '价目表不正确：开始要早于结束，等级只用于会员价，门店价要选门店，每个商品只能出现一次',
    en: 'This price list is wrong: it must start before it ends, tiers are for member prices, a store price names its store, and each item stands once',
  },
  barcode_pattern_invalid: { zh: '条码格式“{{pattern}}”不正确', en: 'The barcode pattern “{{pattern}}” is wrong' },
  barcode_patterns_overlap: {
    zh: '条码格式“{{pattern}}”与“{{other}}”无法区分',
    en: 'No code could tell the patterns “{{pattern}}” and “{{other}}” apart',
  },
  invalid_quick_key: { zh: '同一个位置只能放一个快捷键', en: 'Each place holds one quick key' },
  item_not_open: {
    zh: '“{{name}}”还没开售；有提前权益的会员可以先买，请先选择会员',
    en: '“{{name}}” is not sold yet; members with early access may have it before: choose the member first',
  },
  invalid_picture: { zh: '图片须为 PNG、JPEG 或 WebP', en: 'A picture is a PNG, JPEG or WebP file' },
  picture_not_found: { zh: '没有这张图片', en: 'There is no such picture' },
} as const satisfies RefusalSentences
