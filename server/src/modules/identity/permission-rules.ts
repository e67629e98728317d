/**
 * Every permission there is, `<module>.<verb>`, with the words that the role editor shows. A route names one of these; a
 * module that needs another adds its line here. Pure: the web shows the same table.
 */
export const permissions = {
  'members.read': { zh: '查看会员', en: 'See members' },
  'members.enrol': { zh: '会员开卡', en: 'Enrol members' },
  'members.contact': { zh: '查看完整手机号', en: 'See full phone numbers' },
  'members.edit': { zh: '修改会员资料', en: 'Edit members' },
  'members.merge': { zh: '合并会员', en: 'Merge members' },
  'members.erase': { zh: '删除会员个人信息', en: 'Erase personal data' },
  'members.export': { zh: '导出会员', en: 'Export members' },
  'sale.read': { zh: '查看销售单', en: 'See sales' },
  'sale.sell': { zh: '收银', en: 'Sell' },
  'sale.discount': { zh: '手工优惠与抹零', en: 'Give discounts by hand' },
  'sale.price': { zh: '收银台改价', en: 'Change prices at the till' },
  'sale.refund': { zh: '退款', en: 'Refund' },
  'sale.return': { zh: '无小票退货', en: 'Take goods back without a receipt' },
  'sale.void': { zh: '作废销售单', en: 'Void sales' },
  'sale.settle': { zh: '处理离线差异', en: 'Settle conflicts of sales made offline' },
  'sale.rescue': { zh: '代失联收银机上传销售单', en: 'Hand in the sales of a till that cannot' },
  'shift.open': { zh: '开班', en: 'Open shifts' },
  'shift.close': { zh: '清点与交班', en: 'Count and close shifts' },
  'shift.report': { zh: '查看班次与日结报表', en: 'See shifts, X and Z reports and closed days' },
  'shift.approve': { zh: '批准清点差异', en: 'Accept differences of a count' },
  'shift.rescue': { zh: '代为结束其他收银机的班次', en: 'Close shifts of other tills' },
  'drawer.move': { zh: '钱箱存取与开箱', en: 'Pay in, pay out, open the drawer' },
  'day.close': { zh: '门店日结', en: 'Close a store’s day' },
  'payments.read': { zh: '查看收款流水', en: 'See payments' },
  'payments.settle': { zh: '处理异常收款', en: 'Settle payments by hand' },
  'invoices.read': { zh: '查看发票', en: 'See invoices' },
  'invoices.manage': { zh: '处理发票', en: 'Settle invoices by hand' },
  'topup.sell': { zh: '办理充值', en: 'Sell top-ups' },
  'topup.refund': { zh: '退储值', en: 'Refund top-ups' },
  'topup.edit': { zh: '设置充值方案', en: 'Edit top-up offers' },
  'giftcard.read': { zh: '查看礼品卡', en: 'See gift cards' },
  'giftcard.sell': { zh: '售卡与充卡', en: 'Sell and load gift cards' },
  'giftcard.payout': { zh: '退礼品卡余额', en: 'Pay out gift cards' },
  'giftcard.manage': { zh: '制卡与停用礼品卡', en: 'Make and block gift cards' },
  'points.adjust': { zh: '调整积分', en: 'Adjust points' },
  'points.edit': { zh: '设置积分规则', en: 'Edit points rules' },
  'ledger.read': { zh: '查看资产流水', en: 'See the value ledger' },
  'ledger.adjust': { zh: '调整会员资产', en: 'Adjust members’ value' },
  'promotions.read': { zh: '查看促销', en: 'See promotions' },
  'promotions.manage': { zh: '设置促销', en: 'Edit promotions' },
  'coupons.read': { zh: '查看优惠券', en: 'See coupons' },
  'coupons.manage': { zh: '设置优惠券', en: 'Edit coupons' },
  'coupons.issue': { zh: '发放优惠券', en: 'Issue coupons' },
  'messages.read': { zh: '查看消息', en: 'See messages' },
  'messages.manage': { zh: '设置消息', en: 'Edit messages' },
  'catalog.read': { zh: '查看商品与服务', en: 'See products and services' },
  'catalog.edit': { zh: '修改商品与服务', en: 'Edit products and services' },
  'catalog.price': { zh: '修改价格与价目表', en: 'Edit prices and price lists' },
  'stock.read': { zh: '查看库存', en: 'See stock' },
  'stock.adjust': { zh: '调整库存', en: 'Adjust stock' },
  'imports.run': { zh: '导入数据', en: 'Import data' },
  'imports.undo': { zh: '撤销导入', en: 'Undo imports' },
  'reports.read': { zh: '查看经营数据', en: 'See figures and reports' },
  'reports.export': { zh: '导出报表', en: 'Export reports' },
  'settings.edit': { zh: '修改商户与门店设置', en: 'Edit merchant and store settings' },
  'devices.manage': { zh: '绑定与解绑收银设备', en: 'Bind and revoke devices' },
  'staff.read': { zh: '查看员工账号', en: 'See staff accounts' },
  'staff.manage': { zh: '管理员工账号与角色', en: 'Manage staff accounts and roles' },
  'audit.read': { zh: '查看操作日志', en: 'Read the audit log' },
  'deliveries.manage': { zh: '处理停下的后台任务', en: 'Mend stopped background work' },
  'api_keys.manage': { zh: '管理 API 密钥', en: 'Manage API keys' },
} as const satisfies Record<string, { zh: string; en: string }>

export type Permission = keyof typeof permissions

export const allPermissions = Object.keys(permissions) as Permission[]

export function isPermission(code: string): code is Permission {
  return Object.hasOwn(permissions, code)
}

/** Headings of the role editor, in its order; a permission stands under the part before its dot. */
export const permissionGroups: Record<string, { zh: string; en: string }> = {
  members: { zh: '会员', en: 'Members' },
  sale: { zh: '收银', en: 'Till' },
  shift: { zh: '班次', en: 'Shifts' },
  drawer: { zh: '钱箱', en: 'Drawer' },
  day: { zh: '日结', en: 'Days' },
  payments: { zh: '收款', en: 'Payments' },
  invoices: { zh: '发票', en: 'Invoices' },
  topup: { zh: '充值', en: 'Top-ups' },
  giftcard: { zh: '礼品卡', en: 'Gift cards' },
  points: { zh: '积分', en: 'Points' },
  ledger: { zh: '会员资产', en: 'Value' },
  promotions: { zh: '促销', en: 'Promotions' },
  coupons: { zh: '优惠券', en: 'Coupons' },
  messages: { zh: '消息', en: 'Messages' },
  catalog: { zh: '商品与服务', en: 'Catalog' },
  stock: { zh: '库存', en: 'Stock' },
  imports: { zh: '导入', en: 'Import' },
  reports: { zh: '经营数据', en: 'Figures' },
  settings: { zh: '设置', en: 'Settings' },
  devices: { zh: '设备', en: 'Devices' },
  staff: { zh: '员工', en: 'Staff' },
  audit: { zh: '操作日志', en: 'Audit log' },
  deliveries: { zh: '后台任务', en: 'Background work' },
  api_keys: { zh: '接口', en: 'API' },
}

export type RoleCode = 'owner' | 'manager' | 'cashier' | 'advisor' | 'marketer' | 'accountant'

const cashier: Permission[] = [
  'members.read',
  'members.enrol',
  'sale.read',
  'sale.sell',
  'shift.open',
  'shift.close',
  'drawer.move',
  'topup.sell',
  'giftcard.read',
  'giftcard.sell',
  'ledger.read',
  'promotions.read',
  'coupons.read',
  'catalog.read',
  'stock.read',
]

/** The roles that a merchant starts with. The owner's set is not kept: an owner may do everything there is. */
export const defaultRoles: Record<RoleCode, { zh: string; en: string; permissions: readonly Permission[] }> = {
  owner: { zh: '老板', en: 'Owner', permissions: [] },
  manager: { zh: '店长', en: 'Manager', permissions: allPermissions.filter((code) => code !== 'api_keys.manage') },
  cashier: { zh: '收银员', en: 'Cashier', permissions: cashier },
  advisor: {
    zh: '顾问',
    en: 'Advisor',
    permissions: [...cashier, 'members.edit'],
  },
  marketer: {
    zh: '运营',
    en: 'Marketer',
    permissions: [
      ...['members.read', 'catalog.read', 'points.edit', 'topup.edit', 'reports.read', 'sale.read'],
      ...['promotions.read', 'promotions.manage', 'coupons.read', 'coupons.manage', 'coupons.issue'],
      ...['messages.read', 'messages.manage'],
    ] as Permission[],
  },
  accountant: {
    zh: '财务',
    en: 'Accountant',
    permissions: [
      'members.read',
      'sale.read',
      'shift.report',
      'invoices.read',
      'invoices.manage',
      'giftcard.read',
      'ledger.read',
      'catalog.read',
      'stock.read',
      'reports.read',
      'reports.export',
      'audit.read',
    ],
  },
}
