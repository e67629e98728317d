import { setTimeout as sleep } from 'node:timers/promises'
import { Refused } from '#shared/refusal.ts'
import { type Answered, type Command, claimCommands, insertAnswered, readAnswered, storeAnswers } from './command.ts'
import type { Actor } from './actor.ts'
import { type Database, sqlState } from './db.ts'
import { laneBatchSize, laneWaiting } from './metrics.ts'
import { inTransaction, isRetryable, pauseMs } from './transaction.ts'
import type { OpenWork, Work } from './work.ts'

/** One command of a batch, with its own actor and time. */
export type LaneCommand<Input> = { command: Command; actor: Actor; at: Date; input: Input }

/** What a use case gets for each command that is new: the batch's transaction under that command's actor and time. */
export type Turn<Input> = { work: Work; input: Input; key: string }

/**
 * A use case over an array: the four beats once for all. Answers each turn with a value or with a `Refused`, which ends only
 * that command; throws only when the batch as a whole cannot be written. `work.at` is the time of the latest command: what holds
 * then is what the batch reads. May call `onDecided` once all that is left to do is writing: then the lane begins the next batch
 * beside this one.
 */
export type BatchUseCase<Input, Answer> = {
  (work: Work, turns: readonly Turn<Input>[], onDecided: () => void): Promise<(Answer | Refused)[]>
  /**
   * The same in two steps, for a flight less: first asks for what nobody locks, of all these commands, while the lane looks for their
   * keys; then does those that are new.
   */
  begin?(
    work: Work,
    turns: readonly Turn<Input>[],
  ): (fresh: readonly Turn<Input>[], onDecided: () => void) => Promise<(Answer | Refused)[]>
}

type Waiting<Input, Answer> = LaneCommand<Input> & { resolve(answer: Answer): void; reject(error: unknown): void }

/** How often a command is tried alone before its fault is the caller's. */
const mostReplays = 3

/** A third batch would only wait for rows of the second. */
const mostInFlight = 2

/** How a lane's transactions are run; the suite plants its own. */
export type RunBatch = <T>(merchantId: string, body: (work: OpenWork) => Promise<T>) => Promise<T>

/**
 * An ordered line of commands of one merchant (ARCHITECTURE section 9).
 *
 * Commands that arrive while a batch is in flight form the next batch; there is no timer, so a quiet till waits for nobody.
 * A batch that has decided and only writes lets the next one begin: that one looks for its keys and waits in PostgreSQL for the rows
 * that both touch, so that neither process idles while the other works. Never more than two are in flight, and none begins beside another
 * with less than half as many commands: a batch of three costs a good part of what one of thirty does, and whoever was just answered is about
 * to come again.
 * A batch that fails as a unit is replayed command by command. Correctness rests on row locks and keys, never on the lane: keys are
 * written last, with their answers, and a key that somebody else wrote meanwhile fails the batch. The replay takes its key first, so
 * that it waits for whoever has it and finds the answer (docs/decisions/0011).
 */
export class Lane<Input, Answer> {
  #waiting: Waiting<Input, Answer>[] = []
  /** Keys of the batches in flight: the same key again waits, and then finds the stored answer. */
  readonly #keys = new Set<string>()
  readonly #running = new Set<Promise<void>>()
  #isDeciding = false
  readonly #options: { merchantId: string; run: RunBatch; useCase: BatchUseCase<Input, Answer>; maxBatch: number }

  constructor(options: {
    merchantId: string
    run: RunBatch
    useCase: BatchUseCase<Input, Answer>
    /** More than this waits for the batch after: bounds the latency of one batch. */
    maxBatch?: number
  }) {
    this.#options = { maxBatch: 64, ...options }
  }

  /** Joins the line. Rejects with `Refused` when the business says no. */
  submit(command: LaneCommand<Input>): Promise<Answer> {
    return new Promise<Answer>((resolve, reject) => {
      this.#waiting.push({ ...command, resolve, reject })
      laneWaiting.inc()
      this.#begin()
    })
  }

  /** Resolves when everything submitted so far has been answered. */
  async idle(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running)
  }

  /** Begins the next batch, unless one has not decided yet, two are in flight, or too few wait to go beside one. */
  #begin(): void {
    if (this.#isDeciding || this.#running.size >= mostInFlight) return
    if (this.#waiting.length * 2 < this.#keys.size) return
    if (this.#waiting.every(({ command }) => this.#keys.has(command.key))) return
    this.#isDeciding = true
    const running = this.#runNext().finally(() => {
      this.#running.delete(running)
      this.#begin()
    })
    this.#running.add(running)
  }

  async #runNext(): Promise<void> {
    // One tick, so that what arrived in the same turn of the event loop goes together.
    await Promise.resolve()
    const batch = this.#nextBatch()
    const keys = batch.map(({ command }) => command.key)
    for (const key of keys) this.#keys.add(key)
    laneWaiting.dec(batch.length)
    laneBatchSize.observe(batch.length)
    let isDecided = false
    const onDecided = () => {
      if (isDecided) return
      isDecided = true
      this.#isDeciding = false
      this.#begin()
    }
    try {
      await this.#runBatch(batch, onDecided)
    } catch (error) {
      if (batch.length === 1 && !isWorthAnotherTry(error)) batch[0]!.reject(error)
      else for (const each of batch) await this.#replay(each)
    } finally {
      for (const key of keys) this.#keys.delete(key)
      if (!isDecided) this.#isDeciding = false
      isDecided = true
    }
  }

  /** The next commands in order. A key that is there already waits for a later batch: it then finds the stored answer. */
  #nextBatch(): Waiting<Input, Answer>[] {
    const keys = new Set(this.#keys)
    const batch: Waiting<Input, Answer>[] = []
    const later: Waiting<Input, Answer>[] = []
    for (const each of this.#waiting) {
      if (batch.length < this.#options.maxBatch && !keys.has(each.command.key)) {
        keys.add(each.command.key)
        batch.push(each)
      } else later.push(each)
    }
    this.#waiting = later
    return batch
  }

  async #runBatch(batch: Waiting<Input, Answer>[], onDecided: () => void): Promise<void> {
    const { merchantId, run } = this.#options
    answerAll(batch, await run(merchantId, (work) => this.#decide(work, batch, onDecided)))
  }

  /** One command alone, its key taken before anything else. */
  async #replay(each: Waiting<Input, Answer>): Promise<void> {
    const { merchantId, run } = this.#options
    for (let attempt = 1; ; attempt++) {
      try {
        return answerAll([each], await run(merchantId, (work) => this.#decideClaimed(work, each)))
      } catch (error) {
        if (attempt === mostReplays || !isWorthAnotherTry(error)) return each.reject(error)
        await sleep(pauseMs * (1 + Math.random()))
      }
    }
  }

  async #decide(work: OpenWork, batch: Waiting<Input, Answer>[], onDecided: () => void): Promise<(Answer | Refused)[]> {
    const commands = batch.map(({ command }) => command)
    const looking = readAnswered(work, commands)
    const begun = this.#options.useCase.begin?.(work.as(work.actor, latestOf(batch)), turnsOf(work, batch))
    const before = await looking
    const fresh = batch.filter(({ command }) => !before.has(command.key))
    const decided = await this.#use(work, fresh, onDecided, begun)
    const outcomes = new Map(fresh.map((each, index) => [each.command.key, decided[index]!]))
    const done = fresh.flatMap(({ command, actor, at }) => {
      const answer = outcomes.get(command.key)!
      return answer instanceof Refused ? [] : [{ ...command, actor, at, answer }]
    })
    work.leave(insertAnswered(work, done))
    // Refused, perhaps, because the very command took effect elsewhere meanwhile: what it took is gone, and its answer is there.
    const refused = commands.filter(({ key }) => outcomes.get(key) instanceof Refused)
    const meanwhile = await readAnswered(work, refused)
    return commands.map(({ key }) => {
      const stored = before.get(key) ?? meanwhile.get(key)
      return stored ? (answerOf(stored) as Answer | Refused) : outcomes.get(key)!
    })
  }

  async #decideClaimed(work: OpenWork, each: Waiting<Input, Answer>): Promise<(Answer | Refused)[]> {
    const [claim] = await claimCommands(work, [{ ...each.command, actor: each.actor, at: each.at }])
    if (claim instanceof Refused || claim!.kind === 'answered')
      return [answerOf(claim as Answered | Refused) as Answer | Refused]
    const [outcome] = await this.#use(work, [each])
    // The key of what was refused goes with its transaction: it may be tried again.
    if (outcome instanceof Refused) throw outcome
    await storeAnswers(work, [{ key: each.command.key, answer: outcome }])
    return [outcome!]
  }

  async #use(
    work: OpenWork,
    fresh: Waiting<Input, Answer>[],
    onDecided: () => void = () => {},
    begun?: ReturnType<NonNullable<BatchUseCase<Input, Answer>['begin']>>,
  ): Promise<(Answer | Refused)[]> {
    if (fresh.length === 0) return []
    const turns = turnsOf(work, fresh)
    if (begun) return begun(turns, onDecided)
    return this.#options.useCase(work.as(work.actor, latestOf(fresh)), turns, onDecided)
  }
}

function turnsOf<Input>(work: OpenWork, batch: readonly LaneCommand<Input>[]): Turn<Input>[] {
  return batch.map(({ actor, at, input, command }) => ({ work: work.as(actor, at), input, key: command.key }))
}

function answerOf(stored: Answered | Refused): unknown {
  return stored instanceof Refused ? stored : stored.answer
}

function answerAll<Input, Answer>(batch: Waiting<Input, Answer>[], outcomes: (Answer | Refused)[]): void {
  batch.forEach((each, index) => {
    const outcome = outcomes[index]
    if (outcome instanceof Refused) each.reject(outcome)
    else each.resolve(outcome as Answer)
  })
}

/** Also after another transaction made the same row first: the second try finds it. The statements behind that one say 25P02. */
function isWorthAnotherTry(error: unknown): boolean {
  return isRetryable(error) || sqlState(error) === '23505' || sqlState(error) === '25P02'
}

/** A batch happens when the last of its commands does. */
function latestOf(batch: readonly { at: Date }[]): Date {
  return new Date(Math.max(...batch.map(({ at }) => at.getTime())))
}

/** The lanes of one use case: one per merchant, made when first needed. */
export class Lanes<Input, Answer> {
  readonly #lanes = new Map<string, Lane<Input, Answer>>()
  readonly #make: (merchantId: string) => Lane<Input, Answer>

  constructor(database: Database, useCase: BatchUseCase<Input, Answer>, maxBatch?: number) {
    const run: RunBatch = (merchantId, body) =>
      inTransaction(
        database,
        { merchantId, actor: { kind: 'system', name: 'lane' }, at: new Date(0), isKeyByKey: true },
        body,
      )
    this.#make = (merchantId) => new Lane({ merchantId, run, useCase, ...(maxBatch ? { maxBatch } : {}) })
  }

  submit(merchantId: string, command: LaneCommand<Input>): Promise<Answer> {
    let lane = this.#lanes.get(merchantId)
    if (!lane) {
      lane = this.#make(merchantId)
      this.#lanes.set(merchantId, lane)
    }
    return lane.submit(command)
  }

  /** For shutdown: finishes what was begun. */
  async idle(): Promise<void> {
    await Promise.all([...this.#lanes.values()].map((lane) => lane.idle()))
  }
}
