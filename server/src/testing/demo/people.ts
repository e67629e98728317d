import type { Random } from './random.ts'

const surnames = [...'王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕'] as const
const given = [
  ...[
    '静',
    '敏',
    '丽',
    '艳',
    '娟',
    '娜',
    '婷',
    '雪',
    '玲',
    '佳怡',
    '雨欣',
    '思琪',
    '梦洁',
    '晓燕',
    '诗涵',
    '欣妍',
    '若曦',
    '子涵',
  ],
  ...['伟', '强', '磊', '军', '洋', '杰', '浩', '宇轩', '俊杰', '子豪', '志远', '建国', '文博', '嘉豪', '一鸣', '天佑'],
] as const

/** How a member lives with the shop, told apart so that lists, charts and later models have something to find. */
export type Person = {
  index: number
  name: string
  gender: 'female' | 'male'
  phone: string
  birthMonth: number
  birthDate: number
  birthYear: number
  /** Day of the year in which they enrol; negative: before the year. */
  joinsOnDay: number
  /** Usual days between visits. */
  rhythmDays: number
  /** The day after which they come no more; Infinity: they stay. */
  leavesOnDay: number
  taste: 'beauty' | 'fitness' | 'body'
  store: 0 | 1
  /** Pays from stored value. */
  tops: boolean
  /** Buys goods beside services, as a share of visits. */
  shopsGoods: number
}

/** The people of the demo shop; `count` of them, the same for the same chance. */
export function makePeople(random: Random, count: number): Person[] {
  return Array.from({ length: count }, (_, index) => {
    const taste = random.weighted([
      ['beauty', 5],
      ['fitness', 4],
      ['body', 3],
    ] as const)
    const joinsOnDay = random.chance(0.45) ? -random.between(0, 20) : random.between(0, 350)
    const rhythmDays = Math.round(
      (taste === 'fitness'
        ? random.weighted([
            [8, 3],
            [14, 4],
            [28, 3],
          ])
        : random.weighted([
            [28, 3],
            [42, 5],
            [75, 4],
          ])) * random.spread(),
    )
    // A third drift away in the course of the year, most of them soon after their first visits.
    const stays = random.chance(0.62)
    const leavesOnDay = stays ? Infinity : Math.max(joinsOnDay, 0) + Math.round(-Math.log(1 - random.unit()) * 90) + 8
    return {
      index,
      name: random.pick(surnames) + random.pick(given),
      gender: random.chance(taste === 'fitness' ? 0.55 : 0.85) ? 'female' : 'male',
      phone: `+861${random.pick(['38', '39', '50', '59', '86', '88'])}${String(10_000_000 + index * 37 + random.between(0, 36)).padStart(8, '0')}`,
      birthMonth: random.between(1, 12),
      birthDate: random.between(1, 28),
      birthYear: random.between(1962, 2004),
      joinsOnDay,
      rhythmDays: Math.max(3, rhythmDays),
      leavesOnDay,
      taste,
      store: random.chance(0.6) ? 0 : 1,
      tops: random.chance(0.4),
      shopsGoods: 0.15 + random.unit() * 0.35,
    }
  })
}
