/** What the demo shop sells: a beauty and fitness shop in a Chinese city. Prices in cents; stock in whole units. */
export type Good = {
  code: string
  kind: 'product' | 'service' | 'bundle'
  name: string
  category: string
  priceCents: number
  costCents?: number
  minutes?: number
  barcode?: string
  unit?: string
  /** How often it is bought, against the others of its kind. */
  weight: number
  parts?: readonly (readonly [code: string, units: number])[]
}

export const categories = [
  '美容护理',
  '身体调理',
  '健身课程',
  '洗护',
  '护肤品',
  '运动用品',
  '饮品轻食',
  '套餐',
] as const

const service = (
  code: string,
  name: string,
  category: string,
  yuan: number,
  minutes: number,
  weight: number,
): Good => ({
  code,
  kind: 'service',
  name,
  category,
  priceCents: yuan * 100,
  minutes,
  unit: '次',
  weight,
})

const product = (
  code: string,
  name: string,
  category: string,
  priceCents: number,
  barcode: string,
  weight: number,
): Good => ({
  code,
  kind: 'product',
  name,
  category,
  priceCents,
  costCents: Math.round(priceCents * 0.45),
  barcode,
  weight,
})

export const goods: readonly Good[] = [
  service('S01', '基础面部清洁', '美容护理', 128, 45, 9),
  service('S02', '深层补水护理', '美容护理', 198, 60, 8),
  service('S03', '抗衰紧致护理', '美容护理', 398, 75, 4),
  service('S04', '眼部舒缓护理', '美容护理', 158, 40, 5),
  service('S05', '敏感肌修护', '美容护理', 268, 60, 3),
  service('S06', '修眉', '美容护理', 38, 15, 4),
  service('S07', '肩颈推拿', '身体调理', 158, 45, 9),
  service('S08', '全身精油 SPA', '身体调理', 328, 90, 4),
  service('S09', '足底按摩', '身体调理', 108, 45, 6),
  service('S10', '艾灸调理', '身体调理', 138, 50, 4),
  service('S11', '私教课', '健身课程', 300, 60, 8),
  service('S12', '瑜伽小班', '健身课程', 90, 60, 12),
  service('S13', '动感单车', '健身课程', 68, 45, 12),
  service('S14', '普拉提核心', '健身课程', 160, 55, 7),
  service('S15', '体态评估', '健身课程', 88, 30, 3),
  product('P01', '氨基酸洗面奶 120g', '护肤品', 8900, '6901234500017', 8),
  product('P02', '玻尿酸精华 30ml', '护肤品', 26900, '6901234500024', 5),
  product('P03', '烟酰胺面膜 5 片', '护肤品', 5900, '6901234500031', 12),
  product('P04', '防晒霜 SPF50 50ml', '护肤品', 12900, '6901234500048', 7),
  product('P05', '保湿面霜 50g', '护肤品', 15900, '6901234500055', 6),
  product('P06', '无硅油洗发水 500ml', '洗护', 6900, '6901234500062', 8),
  product('P07', '山茶花护发素 500ml', '洗护', 6500, '6901234500079', 6),
  product('P08', '沐浴油 300ml', '洗护', 7900, '6901234500086', 4),
  product('P09', '护手霜 75g', '洗护', 2990, '6901234500093', 9),
  product('P10', '瑜伽垫 6mm', '运动用品', 12800, '6901234500109', 3),
  product('P11', '弹力带三件套', '运动用品', 5900, '6901234500116', 4),
  product('P12', '筋膜球', '运动用品', 3900, '6901234500123', 5),
  product('P13', '运动毛巾', '运动用品', 2500, '6901234500130', 6),
  product('P14', '乳清蛋白粉 1kg', '饮品轻食', 19900, '6901234500147', 3),
  product('P15', '电解质水', '饮品轻食', 600, '6901234500154', 22),
  product('P16', '低脂鸡胸肉', '饮品轻食', 1290, '6901234500161', 12),
  product('P17', '蛋白棒', '饮品轻食', 1500, '6901234500178', 14),
  product('P18', '冷萃美式', '饮品轻食', 1800, '6901234500185', 16),
  {
    code: 'B01',
    kind: 'bundle',
    name: '居家护肤三件套',
    category: '套餐',
    priceCents: 42800,
    unit: '套',
    weight: 2,
    parts: [
      ['P01', 1],
      ['P02', 1],
      ['P05', 1],
    ],
  },
  {
    code: 'B02',
    kind: 'bundle',
    name: '训练日补给包',
    category: '套餐',
    priceCents: 2990,
    unit: '套',
    weight: 6,
    parts: [
      ['P15', 1],
      ['P16', 1],
      ['P17', 1],
    ],
  },
]
