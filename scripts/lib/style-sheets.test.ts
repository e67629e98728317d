import assert from 'node:assert/strict'
import { test } from 'node:test'
import { unstyledOf } from './style-sheets.ts'

const shop = {
  'web/console/src/main.tsx': "import './ui/kit.css'\nimport '#app/console.tsx'",
  'web/console/src/app/console.tsx':
    "import { screens } from '#console/sales/screens.ts'\nimport '#console/offline/chip.tsx'",
  'web/console/src/offline/chip.tsx': "import './offline.css'",
  'web/console/src/offline/offline.css': '.rg-chip { color: red }',
  'web/console/src/ui/kit.css': '.rg-row,\n.rg-list { color: red }',
  'web/console/src/sales/screens.ts': "screen('sales', () => import('./list-page.tsx'), 'ListPage')",
  'web/console/src/sales/sales.css': '.rg-total { color: red }',
  'web/console/src/stock/stock.css': '.rg-count { color: red }\n.rg-stock .rg-kept b { color: red }',
}
const page = 'web/console/src/sales/list-page.tsx'
const missing = (source: string, more: Record<string, string> = {}) =>
  unstyledOf('console', new Map(Object.entries({ ...shop, [page]: source, ...more })))

test('what the page loads, and what the frame around all pages does, is there', () => {
  const source = `import './sales.css'\n<i className="rg-total rg-row"><b className="rg-list rg-chip" /></i>`
  assert.deepEqual(missing(source), [])
})

test('a class of another room is told with its sheet, also deep in what the page shows', () => {
  const told = [`${page} does not load web/console/src/stock/stock.css, where .rg-count of ${page} is written`]
  assert.deepEqual(missing('<i className="rg-count" />'), told)
  const part = 'web/console/src/sales/part.tsx'
  assert.deepEqual(missing("import { Part } from './part.tsx'", { [part]: '<i className="rg-count" />' }), [
    `${page} does not load web/console/src/stock/stock.css, where .rg-count of ${part} is written`,
  ])
  assert.deepEqual(
    missing("import { Part } from './part.tsx'", { [part]: "import '#console/stock/stock.css'\n'rg-count'" }),
    [],
  )
})

test('types bring no sheet; what comes later does', () => {
  const part = { 'web/console/src/stock/count.tsx': "import './stock.css'\n'rg-count'" }
  assert.equal(missing("import type { Count } from '#console/stock/count.tsx'\n'rg-count'", part).length, 1)
  assert.deepEqual(missing("const Count = lazy(() => import('#console/stock/count.tsx'))\n'rg-count'", part), [])
})

test('a name without rules, and rules for another place alone, ask for nothing', () => {
  assert.deepEqual(missing('<i className="rg-nothing rg-kept" />'), [])
})
