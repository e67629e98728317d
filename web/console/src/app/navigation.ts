import {
  AppstoreAddOutlined,
  AppstoreOutlined,
  AuditOutlined,
  CrownOutlined,
  FieldTimeOutlined,
  GiftOutlined,
  HeartOutlined,
  HomeOutlined,
  HourglassOutlined,
  ImportOutlined,
  InboxOutlined,
  MessageOutlined,
  ScheduleOutlined,
  SettingOutlined,
  StarOutlined,
  SwapOutlined,
  PercentageOutlined,
  RedEnvelopeOutlined,
  RiseOutlined,
  TagOutlined,
  TeamOutlined,
  TrophyOutlined,
  WalletOutlined,
  UserOutlined,
} from '@ant-design/icons'
import type { ComponentType } from 'react'
import { trade } from './trade-navigation.ts'
import { paths } from './paths.ts'
import type { SentenceKey } from './i18n.ts'

export type NavigationEntry = {
  label: SentenceKey
  path: string
  icon: ComponentType
  /** Whoever lacks it does not see the entry; absent for what everyone may open. */
  permission?: string
  /** Where others are led who hold one of these instead: to the part that is theirs. */
  otherwise?: readonly { permission: string; path: string }[]
  /** More words by which the command palette finds it: pinyin, initials, English. */
  words?: string
}

/** The entry as somebody sees it: with its own path, with that of the part they may open, or not at all (null). */
export function entryFor(entry: NavigationEntry, may: (permission: string) => boolean): NavigationEntry | null {
  if (!entry.permission || may(entry.permission)) return entry
  const part = entry.otherwise?.find(({ permission }) => may(permission))
  return part ? { ...entry, path: part.path } : null
}

export type NavigationGroup = { label?: SentenceKey; entries: NavigationEntry[] }

/** The side bar and the palette's pages, in the shop's own words and order. Only what exists is listed. */
export const navigation: NavigationGroup[] = [
  { entries: [{ label: 'app.nav.home', path: paths.home(), icon: HomeOutlined, words: 'shouye sy home today' }] },
  trade,
  {
    label: 'app.nav.members',
    entries: [
      {
        label: 'members.title',
        path: paths.members(),
        icon: UserOutlined,
        permission: 'members.read',
        words: 'huiyuan hy members regulars customers',
      },
      {
        label: 'tiers.title',
        path: paths.tiers(),
        icon: CrownOutlined,
        permission: 'members.read',
        words: 'dengji dj quanyi qy huiyuandengji jinka tiers levels benefits vip',
      },
      {
        label: 'passes.title',
        path: paths.plans(),
        icon: ScheduleOutlined,
        permission: 'passes.read',
        words:
          'kaxiang kx cika ck taocan tc nianka nk yueka yk huiyuanka xufei yuyue yy passes plans memberships bookings',
      },
      {
        label: 'points.title',
        path: paths.pointsRule(),
        icon: StarOutlined,
        permission: 'points.edit',
        words: 'jifen jf guize points rules',
      },
      {
        label: 'expiry.navLabel',
        path: paths.pointsForecast(),
        icon: HourglassOutlined,
        permission: 'reports.read',
        words: 'jifen daoqi jfdq youxiaoqi qingling fuzhai points expiry forecast liability extension',
      },
      {
        label: 'campaigns.title',
        path: paths.campaigns(),
        icon: RiseOutlined,
        permission: 'points.edit',
        words: 'jifen huodong jfhd huiyuanri shuangbei qiandao yaoqing campaigns double points sign in referral',
      },
      {
        label: 'rewards.title',
        path: paths.rewards(),
        icon: TrophyOutlined,
        permission: 'rewards.read',
        words:
          'jifenshangcheng jfsc duihuan dh quhuo lingqu choujiang cj juanzeng zengsong points mall rewards redeem draw gift charity',
      },
      {
        label: 'top-ups.title',
        path: paths.topUpOffers(),
        icon: WalletOutlined,
        permission: 'topup.edit',
        words: 'chuzhi cz chongzhi fangan top-up offers stored value',
      },
      {
        label: 'top-ups.settlement.title',
        path: paths.settlement(),
        icon: SwapOutlined,
        permission: 'reports.read',
        words: 'jiesuan js mendian chuzhi hebing duizhang settlement netting stored value',
      },
      {
        label: 'gift-cards.title',
        path: paths.giftCards(),
        icon: RedEnvelopeOutlined,
        permission: 'giftcard.read',
        words: 'lipinka lpk yufuka yfk kahao gift cards prepaid codes',
      },
    ],
  },
  {
    label: 'app.nav.growth',
    entries: [
      {
        label: 'promotions.title',
        path: paths.promotions(),
        icon: PercentageOutlined,
        permission: 'promotions.read',
        words: 'cuxiao cx manjian mj dazhe dz huodong hd promotions discounts',
      },
      {
        label: 'coupons.title',
        path: paths.coupons(),
        icon: GiftOutlined,
        permission: 'coupons.read',
        words: 'youhuiquan yhq quan daijinquan quanma coupons vouchers codes',
      },
      {
        label: 'retention.title',
        path: paths.retention(),
        icon: HeartOutlined,
        permission: 'retention.read',
        otherwise: [
          { permission: 'retention.follow', path: paths.retentionCalls() },
          { permission: 'retention.serve', path: paths.retentionCalls() },
          { permission: 'retention.manage', path: paths.cancelFlow() },
        ],
        words: 'liucun lc tuika tk huifang hf liushi wanliu retention churn leaving calls way out',
      },
      {
        label: 'messaging.title',
        path: paths.messages(),
        icon: MessageOutlined,
        permission: 'messages.read',
        words: 'xiaoxi xx duanxin dx youjian moban mb fajianxiang messages sms email outbox templates quiet hours',
      },
    ],
  },
  {
    label: 'app.nav.goods',
    entries: [
      {
        label: 'catalog.title',
        path: paths.products(),
        icon: AppstoreAddOutlined,
        permission: 'catalog.read',
        words: 'shangpin sp fuwu fw taozhuang tz fenlei fl products services bundles categories',
      },
      {
        label: 'catalog.lists.title',
        path: paths.priceLists(),
        icon: TagOutlined,
        permission: 'catalog.read',
        words: 'jiamubiao jmb huiyuanjia hyj xianshijia price lists member prices',
      },
      {
        label: 'stock.title',
        path: paths.stock(),
        icon: InboxOutlined,
        permission: 'stock.read',
        words: 'kucun kc pandian pd jinhuo stock inventory count',
      },
      {
        label: 'imports.title',
        path: paths.imports(),
        icon: ImportOutlined,
        permission: 'imports.run',
        words: 'daoru dr huiyuanbiao shangpinbiao excel csv import migrate',
      },
    ],
  },
  {
    label: 'app.nav.manage',
    entries: [
      {
        label: 'cashier.tasks.title',
        path: paths.cashierTasks(),
        icon: FieldTimeOutlined,
        permission: 'reports.read',
        words: 'shouyinyongshi syys yongshi ys bushu till timing steps seconds report',
      },
      {
        label: 'staff.title',
        path: paths.staff(),
        icon: TeamOutlined,
        permission: 'staff.read',
        words: 'yuangong yg juese js quanxian qx staff roles',
      },
      {
        label: 'settings.title',
        path: paths.settings(),
        icon: SettingOutlined,
        permission: 'settings.edit',
        words: 'shezhi sz mendian md xiaopiao shebei settings stores receipt tills api',
      },
      {
        label: 'audit.title',
        path: paths.audit(),
        icon: AuditOutlined,
        permission: 'audit.read',
        words: 'caozuorizhi czrz audit log',
      },
    ],
  },
]

const gallery = { label: 'app.nav.gallery', path: paths.gallery(), icon: AppstoreOutlined, words: 'gallery' } as const
if (import.meta.env.DEV) navigation.push({ entries: [gallery] })
