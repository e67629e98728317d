import type { Clock } from '#platform/clock.ts'
import type { Database } from '#platform/db.ts'
import { JobRunner } from '#platform/jobs.ts'
import { OutboxDispatcher } from '#platform/outbox-dispatcher.ts'
import { journalErasuresJob } from '#modules/member-lifecycle/keep-erasures.ts'
import { type MessageRunner, messagesJob } from '#modules/messaging/message-runner.ts'
import { jobs } from './jobs.ts'
import { subscriptions } from './subscriptions.ts'

export type Worker = {
  outboxLagSeconds(): number
  /** Finishes what is under way. */
  stop(): Promise<void>
}

/** Everything that happens without a request: deliveries of events, jobs by the clock. */
export async function startWorker(options: {
  database: Database
  directUrl: string
  clock: Clock
  log: (line: string) => void
  /** Folders outside the database that a restore of it leaves alone. */
  journalFolders: () => Promise<string[]>
  /** Sends what is due. */
  messages: MessageRunner
}): Promise<Worker> {
  const { database, directUrl, clock, log, journalFolders, messages } = options
  const outbox = new OutboxDispatcher({
    database,
    subscriptions,
    clock,
    log: (error, merchantId) =>
      log(`deliveries${merchantId ? ` of ${merchantId}` : ''} wait: ${(error as Error).message}`),
  })
  const runner = new JobRunner({
    directUrl,
    jobs: [...jobs, journalErasuresJob(journalFolders), messagesJob(messages)],
    tools: { database, clock, log },
  })
  await runner.start()
  outbox.start()
  return {
    outboxLagSeconds: () => outbox.lagSeconds(),
    stop: async () => void (await Promise.all([outbox.stop(), runner.stop()])),
  }
}
