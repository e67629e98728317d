// A million coupon codes, made and committed by the command itself: drawn, hashed and written, then the file of them.
// Run: node bench/coupon-codes.ts [--codes 1000000] [--rounds 3]. Aim: 3 s.
import { performance } from 'node:perf_hooks'
import { parseArgs } from 'node:util'
import { exportCodes, makeCodes } from '#modules/coupons/make-codes.ts'
import { newId } from '#shared/ids.ts'
import { makeCouponTemplate } from '#testing/make-coupon.ts'
import { startBenchShop } from './lib/bench-shop.ts'
import { describeCpu } from './lib/machine.ts'

const { values } = parseArgs({
  options: { codes: { type: 'string', default: '1000000' }, rounds: { type: 'string', default: '3' } },
})
const quantity = Number(values.codes)
const shop = await startBenchShop()
try {
  console.log(describeCpu())
  const { id: templateId } = await shop.inWork((work) => makeCouponTemplate(work))
  for (let round = 1; round <= Number(values.rounds); round++) {
    const issueId = newId()
    const start = performance.now()
    await shop.inWork((work) => makeCodes(work, { issueId, templateId, quantity, reason: '' }))
    const madeMs = performance.now() - start
    const exportStart = performance.now()
    let exported = 0
    for (const lines of await shop.inWork((work) => exportCodes(work, issueId)))
      exported += lines.split('\r\n').length - 1
    const exportMs = performance.now() - exportStart
    if (exported !== quantity) throw new Error(`${exported} codes were exported`)
    console.log(
      `round ${round}: ${quantity} codes in ${(madeMs / 1000).toFixed(2)} s, exported in ${(exportMs / 1000).toFixed(2)} s`,
    )
  }
} finally {
  await shop.stop()
}
