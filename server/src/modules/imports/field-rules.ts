export type ImportKind = 'members' | 'products' | 'sales'

/** How the text of a cell becomes a value. Amounts in cents, quantities in thousandths, percentages in basis points. */
export type FieldType =
  | 'text'
  | 'list'
  | 'words'
  | 'cents'
  | 'milli'
  | 'count'
  | 'percent'
  | 'minutes'
  | 'day'
  | 'birthday'
  | 'time'
  | 'flag'
  | 'gender'
  | 'calendar'
  | 'parts'

export type Field = {
  type: FieldType
  isNeeded?: boolean
  maxLength?: number
  /** Of each word of `words`. */
  maxWordLength?: number
  /** Headers that mean this field, as other systems write them: compared without blanks, case, stars and brackets. */
  headers: readonly string[]
}

const members: Record<string, Field> = {
  externalId: {
    type: 'text',
    maxLength: 100,
    headers: ['会员编号', '会员id', '客户编号', '编号', 'memberid', 'customerid', 'externalid', 'id'],
  },
  cardNumber: {
    type: 'text',
    maxLength: 64,
    headers: ['会员卡号', '卡号', '实体卡号', 'cardnumber', 'cardno', 'accountnumber'],
  },
  name: {
    type: 'text',
    maxLength: 100,
    headers: [
      '姓名',
      '会员姓名',
      '会员名称',
      '客户姓名',
      '客户名称',
      '联系人',
      '名称',
      'name',
      'fullname',
      'customername',
    ],
  },
  phone: {
    type: 'text',
    maxLength: 32,
    headers: [
      '手机号',
      '手机号码',
      '手机',
      '会员手机',
      '电话',
      '联系电话',
      '电话号码',
      'phone',
      'phonenumber',
      'mobile',
    ],
  },
  email: { type: 'text', maxLength: 254, headers: ['电子邮箱', '邮箱', 'email', 'emailaddress'] },
  gender: { type: 'gender', headers: ['性别', 'gender', 'sex'] },
  birthday: { type: 'birthday', headers: ['生日', '出生日期', '会员生日', 'birthday', 'dateofbirth', 'dob'] },
  birthdayCalendar: { type: 'calendar', headers: ['生日类型', '历法', 'birthdaytype'] },
  joinedDay: {
    type: 'day',
    headers: [
      '开卡日期',
      '办卡日期',
      '入会日期',
      '注册日期',
      '注册时间',
      '创建时间',
      'joined',
      'joindate',
      'createdat',
    ],
  },
  store: { type: 'text', maxLength: 100, headers: ['分店编号', '发卡门店', '开卡门店', '所属门店', '门店', 'store'] },
  tier: { type: 'text', maxLength: 20, headers: ['会员等级', '会员级别', '等级', '级别', 'tier', 'membertier'] },
  tags: {
    type: 'words',
    maxLength: 1000,
    maxWordLength: 20,
    headers: ['标签', '会员标签', '客户标签', '分组', 'tags', 'tag', 'labels', 'membertags'],
  },
  points: {
    type: 'count',
    headers: ['积分', '剩余积分', '可用积分', '积分余额', '当前积分', 'points', 'pointsbalance', 'rewardpoints'],
  },
  storedValue: {
    type: 'cents',
    headers: ['充值金额', '储值余额', '储值', '余额', '卡内余额', '账户余额', '可用余额', 'balance', 'storedvalue'],
  },
  principal: { type: 'cents', headers: ['本金', '储值本金', '本金余额', '实充余额', 'principal'] },
  bonus: { type: 'cents', headers: ['赠送金', '赠送金额', '赠送余额', '赠金余额', 'bonus'] },
  note: { type: 'text', maxLength: 2000, headers: ['备注', '说明', 'note', 'notes', 'comments'] },
  referrer: { type: 'text', maxLength: 100, headers: ['推荐人', '介绍人', 'referrer', 'referredby'] },
}

const products: Record<string, Field> = {
  externalId: {
    type: 'text',
    isNeeded: true,
    maxLength: 100,
    headers: ['商品编号', '商品编码', '货号', '编码', '编号', '自编码', 'productid', 'itemid', 'sku', 'handle', 'id'],
  },
  name: {
    type: 'text',
    isNeeded: true,
    maxLength: 200,
    headers: ['名称', '商品名称', '品名', '项目名称', '服务名称', 'name', 'itemname', 'productname', 'title'],
  },
  barcode: {
    type: 'list',
    maxLength: 400,
    headers: ['基本条码', '条码', '商品条码', '条形码', '国际条码', 'barcode', 'ean', 'upc', 'variantbarcode'],
  },
  itemCode: { type: 'text', maxLength: 20, headers: ['称重编码', '秤编码', 'plu', 'plucode', 'itemcode'] },
  category: {
    type: 'text',
    maxLength: 100,
    headers: ['类别', '分类', '商品分类', '商品类别', 'category', 'type', 'department'],
  },
  brand: { type: 'text', maxLength: 100, headers: ['品牌', 'brand', 'vendor'] },
  spec: { type: 'text', maxLength: 100, headers: ['规格', '型号', '规格型号', 'spec', 'size', 'packagesize'] },
  unit: { type: 'text', maxLength: 20, headers: ['基本单位', '单位', '销售单位', 'unit'] },
  price: {
    type: 'cents',
    headers: [
      '零售价',
      '售价',
      '销售价',
      '单价',
      '标准售价',
      '价格',
      'price',
      'unitprice',
      'saleprice',
      'variantprice',
    ],
  },
  cost: { type: 'cents', headers: ['采购价', '进价', '进货价', '成本价', '成本', 'cost', 'costprice', 'costperitem'] },
  taxRate: { type: 'percent', headers: ['税率', '销项税率', 'taxrate', 'tax1percent', 'tax1'] },
  taxClass: { type: 'text', maxLength: 19, headers: ['税收分类编码', '税收编码', 'taxclass', 'hsn'] },
  isWeighed: { type: 'flag', headers: ['是否称重', '称重', '称重商品', 'weighed'] },
  durationMinutes: { type: 'minutes', headers: ['时长', '服务时长', '时长分钟', 'duration', 'durationminutes'] },
  stock: { type: 'milli', headers: ['库存', '库存数量', '当前库存', '期初库存', 'stock', 'quantity', 'inventory'] },
  note: { type: 'text', maxLength: 2000, headers: ['备注', '描述', 'description', 'note'] },
  parts: {
    type: 'parts',
    maxLength: 2000,
    headers: ['套餐内容', '套餐明细', '组合内容', 'bundleparts', 'partsofabundle', 'parts'],
  },
}

const sales: Record<string, Field> = {
  saleId: {
    type: 'text',
    isNeeded: true,
    maxLength: 100,
    headers: [
      '销售单号',
      '单号',
      '小票号',
      '订单号',
      '流水号',
      '单据编号',
      'saleid',
      'orderid',
      'receiptnumber',
      'basketid',
    ],
  },
  lineId: { type: 'text', maxLength: 100, headers: ['行号', '明细编号', '序号', 'lineid', 'line'] },
  member: {
    type: 'text',
    maxLength: 100,
    headers: ['会员编号', '会员id', '会员卡号', '会员', '客户编号', 'memberid', 'customerid', 'householdid'],
  },
  product: { type: 'text', maxLength: 100, headers: ['商品编号', '商品编码', '货号', 'productid', 'sku', 'itemid'] },
  store: { type: 'text', maxLength: 100, headers: ['门店', '店铺', '分店', '门店编号', 'store', 'storeid'] },
  soldAt: {
    type: 'time',
    isNeeded: true,
    headers: [
      '销售时间',
      '交易时间',
      '下单时间',
      '单据日期',
      '日期',
      '时间',
      'soldat',
      'date',
      'createdat',
      'transactiontimestamp',
    ],
  },
  quantity: { type: 'milli', headers: ['数量', '销售数量', 'quantity', 'qty', 'quantitysold'] },
  amount: {
    type: 'cents',
    isNeeded: true,
    headers: [
      '实收',
      '实收金额',
      '实付金额',
      '成交金额',
      '金额',
      '小计',
      'amount',
      'net',
      'total',
      'netsales',
      'salesvalue',
    ],
  },
  discount: { type: 'cents', headers: ['优惠', '优惠金额', '折扣金额', 'discount', 'retaildisc'] },
  coupon: { type: 'cents', headers: ['券抵扣', '优惠券', '优惠券金额', 'coupon', 'coupondisc'] },
}

export const importFields: Record<ImportKind, Readonly<Record<string, Field>>> = { members, products, sales }

/** A member's own fields are mapped as `custom:<name>`. */
export const customField: Field = { type: 'text', maxLength: 1000, headers: [] }

/** The field of a kind by name, custom fields of members included. */
export function fieldOf(kind: ImportKind, name: string): Field | undefined {
  if (kind === 'members' && /^custom:[a-z][a-zA-Z0-9_]{0,39}$/.test(name)) return customField
  return Object.hasOwn(importFields[kind], name) ? importFields[kind][name] : undefined
}

function plainHeader(header: string): string {
  return header
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[(（[].*?[)）\]]/g, '')
    .replace(/[\s*_\-:：.]/g, '')
}

/**
 * What the columns of an unknown file probably are, from the headers of the systems that shops come from.
 *
 * Each field takes the column that its likeliest header names, each column serves one field; what nobody knows stays
 * unmapped and is shown to the person, who decides.
 */
export function guessFields(kind: ImportKind, columns: readonly string[]): Record<string, { columns: string[] }> {
  const byHeader = new Map(columns.map((column) => [plainHeader(column), column]))
  const taken = new Set<string>()
  const guesses: Record<string, { columns: string[] }> = {}
  for (const [name, field] of Object.entries(importFields[kind])) {
    const header = field.headers.find((alias) => byHeader.has(alias) && !taken.has(byHeader.get(alias)!))
    if (header === undefined) continue
    guesses[name] = { columns: [byHeader.get(header)!] }
    taken.add(byHeader.get(header)!)
  }
  guessPairs(kind, byHeader, guesses)
  return guesses
}

/** Headers that mean one field only together: first and last name, a second barcode. */
function guessPairs(
  kind: ImportKind,
  byHeader: ReadonlyMap<string, string>,
  guesses: Record<string, { columns: string[] }>,
) {
  if (kind === 'members' && !guesses.name) {
    const parts = ['firstname', 'lastname'].flatMap((header) => byHeader.get(header) ?? [])
    if (parts.length > 0) guesses.name = { columns: parts }
  }
  const second = ['副条码', '其他条码'].flatMap((header) => byHeader.get(header) ?? [])
  if (kind === 'products' && guesses.barcode) guesses.barcode.columns.push(...second)
  // A member file without a number of its own is known by its cards, else by its phones.
  if (kind === 'members' && !guesses.externalId) {
    const stand = guesses.cardNumber ?? guesses.phone ?? guesses.email
    if (stand) guesses.externalId = { columns: [...stand.columns] }
  }
}
