import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'
import type { Database } from './db.ts'

/** What this process measures, for Prometheus. No label holds a merchant, a person or a URL: only declared names. */
const registry = new Registry()

export const requestSeconds = new Histogram({
  name: 'regulars_http_request_seconds',
  help: 'Time from the request to the end of its answer, by operation and status class',
  labelNames: ['operation', 'status'],
  buckets: [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10],
  registers: [registry],
})

export const rateLimited = new Counter({
  name: 'regulars_rate_limited_total',
  help: 'Requests refused because there were too many, by kind of limit',
  labelNames: ['limit'],
  registers: [registry],
})

export const laneBatchSize = new Histogram({
  name: 'regulars_lane_batch_size',
  help: 'Commands that a lane committed together',
  buckets: [1, 2, 4, 8, 16, 32, 64],
  registers: [registry],
})

export const laneWaiting = new Gauge({
  name: 'regulars_lane_waiting',
  help: 'Commands that wait for the batch in flight',
  registers: [registry],
})

export const providerSeconds = new Histogram({
  name: 'regulars_provider_call_seconds',
  help: 'Time from a call to a payment provider to its answer, by provider, call and kind of answer',
  labelNames: ['provider', 'call', 'answer'],
  buckets: [0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10],
  registers: [registry],
})

export const paymentOutcomes = new Counter({
  name: 'regulars_payments_total',
  help: 'Payments through providers that came to an end, by outcome; late ones were paid after they had been given up',
  labelNames: ['provider', 'outcome'],
  registers: [registry],
})

export const providerNotices = new Counter({
  name: 'regulars_provider_notices_total',
  help: 'Notices from payment providers: taken, or refused as forged or stale',
  labelNames: ['provider', 'outcome'],
  registers: [registry],
})

let isWatching = false

/** Adds what is read at the moment of asking: the pool, the outbox, the event loop and memory of the process. Once per process. */
export function watchProcess(sources: { database: Database; outboxLagSeconds: () => number }): void {
  if (isWatching) return
  isWatching = true
  collectDefaultMetrics({ register: registry })
  new Gauge({
    name: 'regulars_pool_connections',
    help: 'Connections of the pool by state, and callers waiting for one',
    labelNames: ['state'],
    registers: [registry],
    collect() {
      const { totalCount, idleCount, waitingCount } = sources.database.pool
      this.set({ state: 'busy' }, totalCount - idleCount)
      this.set({ state: 'idle' }, idleCount)
      this.set({ state: 'waiting' }, waitingCount)
    },
  })
  new Gauge({
    name: 'regulars_outbox_lag_seconds',
    help: 'Age of the oldest event that a subscriber still has to do, stopped lines apart',
    registers: [registry],
    collect() {
      this.set(sources.outboxLagSeconds())
    },
  })
}

export function readMetrics(): Promise<string> {
  return registry.metrics()
}

export const metricsContentType = registry.contentType
