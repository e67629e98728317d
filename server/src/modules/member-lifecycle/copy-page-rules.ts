const words: Record<string, string> = {
  profile: '基本资料 Profile',
  household: '家庭 Household',
  customFields: '其他资料 Other fields',
  credentials: '卡与手机号 Cards and phones',
  consents: '同意记录 Consents',
  notes: '备注 Notes',
  tags: '标签 Tags',
  mergedRecords: '已合并的档案 Merged records',
  timeline: '记录 What happened',
  value: '资产 Value',
  movements: '资产流水 Movements',
  purchases: '消费明细 Purchases',
  passes: '卡项 Passes',
  leavings: '退卡申请 Cancellations',
  messages: '发给您的消息 Messages',
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)
}

function plain(value: unknown): string {
  if (value === null || value === undefined || value === '') return '—'
  if (value instanceof Date) return value.toISOString()
  if (Array.isArray(value)) return value.map(plain).join(', ')
  if (typeof value === 'object')
    return Object.entries(value)
      .map(([name, inner]) => `${name}: ${plain(inner)}`)
      .join('; ')
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function table(value: unknown): string {
  const rows = Array.isArray(value) ? value : value === null ? [] : [value]
  if (rows.length === 0) return '<p>—</p>'
  if (typeof rows[0] !== 'object') return `<p>${escapeHtml(plain(rows))}</p>`
  const columns = [...new Set(rows.flatMap((row: object) => Object.keys(row)))]
  const cells = (row: Record<string, unknown>) =>
    columns.map((column) => `<td>${escapeHtml(plain(row[column]))}</td>`).join('')
  const head = columns.map((column) => `<th>${escapeHtml(column)}</th>`).join('')
  const body = rows.map((row: Record<string, unknown>) => `<tr>${cells(row)}</tr>`).join('\n')
  return `<table><thead><tr>${head}</tr></thead><tbody>\n${body}\n</tbody></table>`
}

function sectionsOf({
  member,
  value,
  movements = [],
  purchases = [],
  passes = [],
  leavings = [],
  messages = [],
}: Parameters<typeof copyAsPage>[0]): object {
  return { ...member, value, movements, purchases, passes, leavings, messages }
}

/** The same copy as a page to read or print: every value of it, nothing that runs, nothing fetched. */
export function copyAsPage(copy: {
  merchant: string
  exportedAt: Date
  member: object
  value: unknown
  movements?: unknown
  purchases?: unknown
  passes?: unknown
  leavings?: unknown
  messages?: unknown
}): string {
  const sections = Object.entries(sectionsOf(copy))
    .map(([name, value]) => `<h2>${escapeHtml(words[name] ?? name)}</h2>\n${table(value)}`)
    .join('\n')
  return `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<title>个人信息副本 Personal data</title>
<style>
body { font: 14px/1.6 sans-serif; margin: 2rem auto; max-width: 60rem; padding: 0 1rem; }
table { border-collapse: collapse; width: 100%; }
th, td { border: 1px solid #ccc; padding: 0.3rem 0.6rem; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
</style>
</head>
<body>
<h1>${escapeHtml(copy.merchant)} · 个人信息副本</h1>
<p>${copy.exportedAt.toISOString()}</p>
${sections}
</body>
</html>
`
}
