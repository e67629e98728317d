import {
  CalendarOutlined,
  ClockCircleOutlined,
  DisconnectOutlined,
  FileDoneOutlined,
  FileTextOutlined,
  PayCircleOutlined,
  RollbackOutlined,
  ShoppingOutlined,
} from '@ant-design/icons'
import type { NavigationGroup } from './navigation.ts'
import { paths } from './paths.ts'

/** What is sold, paid and given back over the counter. */
export const trade: NavigationGroup = {
  label: 'app.nav.trade',
  entries: [
    {
      label: 'app.nav.till',
      path: paths.till(),
      icon: ShoppingOutlined,
      permission: 'sale.sell',
      words: 'shouyin sy shouyintai till checkout sell',
    },
    {
      label: 'cashier.list.title',
      path: paths.sales(),
      icon: FileTextOutlined,
      permission: 'sale.read',
      words: 'xiaoshoudan xsd danju dj sales receipts',
    },
    {
      label: 'cashier.refundList.title',
      path: paths.refunds(),
      icon: RollbackOutlined,
      permission: 'sale.read',
      words: 'tuikuandan tk tuihuo th zuofei zf huanhuo hh wuxiaopiao refunds returns voids exchanges',
    },
    {
      label: 'payments.title',
      path: paths.payments(),
      icon: PayCircleOutlined,
      permission: 'payments.read',
      words: 'shoukuan liushui sk weixin zhifubao payments wechat alipay card',
    },
    {
      label: 'invoices.title',
      path: paths.invoices(),
      icon: FileDoneOutlined,
      permission: 'invoices.read',
      words: 'fapiao fp kaipiao kp shudianpiao hongzi e-invoices fapiao tax',
    },
    {
      label: 'shifts.list.title',
      path: paths.shifts(),
      icon: ClockCircleOutlined,
      permission: 'shift.report',
      words: 'banci bc jiaoban jb jiaojieban qianxiang zbaobiao shifts z report drawer',
    },
    {
      label: 'shifts.day.title',
      path: paths.days(),
      icon: CalendarOutlined,
      permission: 'shift.report',
      words: 'rijie rj guanzhang day close',
    },
    {
      label: 'offline.title',
      path: paths.saleConflicts(),
      icon: DisconnectOutlined,
      permission: 'sale.settle',
      words: 'lixian lx chayi cy duanwang dw offline conflicts',
    },
  ],
}
