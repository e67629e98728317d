// A throw-away database for a long evening of `node scripts/test.ts FILE`: keep it running in another terminal and
// export what it prints, and each run saves the start of a server.
import { startThrowAwayDatabase } from './lib/test-database.ts'

const database = await startThrowAwayDatabase()
console.log(`export TEST_DATABASE_URL='${database.appUrl}'`)
console.log(`export TEST_DATABASE_OWNER_URL='${database.ownerUrl}'`)
console.log(`export TEST_DATABASE_TEMPLATE='${database.template}'`)
console.error('The database is gone when this ends (Ctrl-C).')

const untilStopped = setInterval(() => {}, 60_000) // the server does not keep this process alive
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    clearInterval(untilStopped)
    void database.stop()
  })
}
