// The demo shop's year: how long it takes to live it through the use cases. Run: node bench/demo-year.ts [--members 2000] [--days 365]
import { parseArgs } from 'node:util'
import { buildDemoShop } from '#testing/demo-shop.ts'
import { startBenchShop } from './lib/bench-shop.ts'
import { describeMachine } from './lib/machine.ts'

const { values } = parseArgs({
  options: { members: { type: 'string', default: '2000' }, days: { type: 'string', default: '365' } },
})
// Without a worker: one at today's clock would expire the year that is being lived.
const shop = await startBenchShop({ ROLE: 'api' })
try {
  console.log(await describeMachine(shop.ownerUrl))
  const began = performance.now()
  const { counts } = await buildDemoShop({
    database: shop.database,
    today: new Date(),
    members: Number(values.members),
    days: Number(values.days),
    progress: (line) => console.log(`  ${line}`),
  })
  console.log(`${((performance.now() - began) / 1000).toFixed(1)} s: ${JSON.stringify(counts)}`)
} finally {
  await shop.stop()
}
