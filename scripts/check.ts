// All but browser tests and races, for while you work: `npm run check`.
import { runSuite } from './lib/suite.ts'

process.exitCode = await runSuite({ complete: false })
