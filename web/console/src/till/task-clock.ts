import { useEffect } from 'react'
import { api, ApiRefusal, send, type InputOf } from '@staff/api'
import type { CashierTask } from '#modules/cashier/timing/task-timing-rules.ts'
import { newId } from '#shared/ids.ts'
import { begun, ended, erred, stepped, type OpenTasks } from './task-clock-rules.ts'

type Timing = InputOf<typeof api.cashierTaskTimingCreate>['items'][number]
/** What is sent together, under one key for as long as the answer is not known. */
type Batch = { key: string; storeId: string; items: Timing[] }

const storageName = 'regulars.till.timings'
const mostKept = 500
const batchSize = 100
const sendEveryMs = 60_000

let open: OpenTasks = []

/** Measures what cashiers do, not who: the till's own steps, seconds and errors per task. */
export const taskClock = {
  /** `isFresh`: what was under way of the same kind came to nothing, such as a cart that was emptied line by line. */
  begin(task: CashierTask, { isFresh = false }: { isFresh?: boolean } = {}): void {
    open = begun(isFresh ? open.filter((each) => each.task !== task) : open, task, performance.now())
  },
  error(): void {
    open = erred(open)
  },
  /** Neither done nor given up: put aside for another time. */
  drop(task: CashierTask): void {
    open = open.filter((each) => each.task !== task)
  },
  /** Ends a task; the till tells the server in its own time. */
  end(task: CashierTask, { storeId, items = 0, isDone }: { storeId: string; items?: number; isDone: boolean }): void {
    const result = ended(open, task, { now: performance.now(), items, isDone })
    open = result.open
    if (!result.ended || storeId === '') return
    keep({ storeId, timing: { ...result.ended, id: newId(), finishedAt: new Date().toISOString() } })
  },
}

let counters = 0

/**
 * Counts steps while the screen is open: taps on what can be tapped, keys that act, a scanner's Enter. Letters are no steps. A
 * dialog that asks for it again, over a till that counts already, does not count twice.
 */
export function useTaskSteps(): void {
  useEffect(() => {
    if (++counters > 1) return () => void counters--
    const onClick = (event: MouseEvent) => {
      // A press of Enter or blank on a button comes as a click, too: `detail` is 0 then, and the key was counted.
      if (event.detail > 0 && isControl(event.target)) open = stepped(open)
    }
    const onKey = (event: KeyboardEvent) => {
      if (event.repeat) return
      if (/^(F\d+|Enter|Delete|Arrow\w+)$/.test(event.key)) open = stepped(open)
    }
    window.addEventListener('click', onClick, true)
    window.addEventListener('keydown', onKey, true)
    return () => {
      counters--
      window.removeEventListener('click', onClick, true)
      window.removeEventListener('keydown', onKey, true)
    }
  }, [])
}

function isControl(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('button, a, input, textarea, label, [role="option"]') !== null
}

/** Sends what was measured every minute and when the screen closes. What does not arrive stays and is sent with the next. */
export function useTimingReports(): void {
  useEffect(() => {
    const timer = setInterval(() => void sendKept(), sendEveryMs)
    const onHide = () => document.visibilityState === 'hidden' && void sendKept()
    document.addEventListener('visibilitychange', onHide)
    return () => {
      clearInterval(timer)
      document.removeEventListener('visibilitychange', onHide)
      void sendKept()
    }
  }, [])
}

type Kept = { sending: Batch | null; waiting: { storeId: string; timing: Timing }[] }

function readKept(): Kept {
  try {
    const text = localStorage.getItem(storageName)
    return text ? (JSON.parse(text) as Kept) : { sending: null, waiting: [] }
  } catch {
    return { sending: null, waiting: [] }
  }
}

function writeKept(kept: Kept): void {
  try {
    localStorage.setItem(storageName, JSON.stringify(kept))
  } catch {
    // a browser that keeps nothing measures nothing
  }
}

function keep(entry: Kept['waiting'][number]): void {
  const kept = readKept()
  // The oldest go when a till is away for weeks: figures, not money.
  writeKept({ ...kept, waiting: [...kept.waiting, entry].slice(-mostKept) })
}

let isSending = false

async function sendKept(): Promise<void> {
  if (isSending) return
  isSending = true
  try {
    // One that a closing page cut off goes first; what was measured since goes right after it.
    for (let batch = nextBatch(); batch; batch = nextBatch()) {
      if (!(await sendBatch(batch))) return
      writeKept({ ...readKept(), sending: null })
    }
  } finally {
    isSending = false
  }
}

/** Whether the server has said its word: refused is refused for ever, without a line the same batch goes again, under the same key. */
async function sendBatch({ key, storeId, items }: Batch): Promise<boolean> {
  try {
    await send(api.cashierTaskTimingCreate, { storeId, items }, { idempotencyKey: key })
    return true
  } catch (error) {
    return error instanceof ApiRefusal
  }
}

function nextBatch(): Batch | null {
  const { sending, waiting } = readKept()
  if (sending) return sending
  const storeId = waiting[0]?.storeId
  if (storeId === undefined) return null
  const chosen = waiting.filter((entry) => entry.storeId === storeId).slice(0, batchSize)
  const batch = { key: newId(), storeId, items: chosen.map(({ timing }) => timing) }
  writeKept({ sending: batch, waiting: waiting.filter((entry) => !chosen.includes(entry)) })
  return batch
}
