// The first sale over HTTP: signed in, durable, three lines, a member, stored value and cash, points, stock, events, key.
// As a ratio to SU16 of the same minutes, at 1, 16 and 64 connections. Run: node bench/first-sale.ts [--seconds 6] [--rounds 3]
import { parseArgs } from 'node:util'
import { startBenchShop, stockBenchShop } from './lib/bench-shop.ts'
import { httpLoad } from './lib/http-load.ts'
import { describeMachine } from './lib/machine.ts'
import { prepareSu16 } from './lib/su16.ts'

const { values } = parseArgs({
  options: { seconds: { type: 'string', default: '6' }, rounds: { type: 'string', default: '3' } },
})
const seconds = Number(values.seconds)

const shop = await startBenchShop()
try {
  console.log(await describeMachine(shop.ownerUrl))
  const makeRequest = await stockBenchShop(shop)
  const su16 = await prepareSu16(shop.ownerUrl)
  for (let round = 1; round <= Number(values.rounds); round++) {
    const unit = await su16(seconds)
    console.log(`round ${round}: SU16 ${unit.tps.toFixed(0)}/s (${unit.tool})`)
    for (const connections of [1, 16, 64]) {
      const { perSecond, p50Ms, p99Ms, failures } = await httpLoad({
        port: shop.port,
        connections,
        seconds,
        makeRequest,
      })
      const troubles = Object.keys(failures).length > 0 ? JSON.stringify(failures) : ''
      console.log(
        `  ${String(connections).padStart(2)} connections: ${perSecond.toFixed(0)} sales/s = ${(perSecond / unit.tps).toFixed(2)} SU16,` +
          ` p50 ${p50Ms.toFixed(1)} ms, p99 ${p99Ms.toFixed(1)} ms ${troubles}`,
      )
    }
  }
} finally {
  await shop.stop()
}
