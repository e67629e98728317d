import type { CashierTask } from '#modules/cashier/timing/task-timing-rules.ts'

/** One task under way: when it began, what it took so far. Times in milliseconds of one and the same clock. */
export type OpenTask = { task: CashierTask; startedAt: number; steps: number; errors: number }

export type EndedTask = {
  task: CashierTask
  durationMs: number
  steps: number
  errors: number
  items: number
  isDone: boolean
}

/** Tasks that are under way at once: a member is enrolled in the middle of a sale. */
export type OpenTasks = readonly OpenTask[]

/** A task begins with the step that opens it; one that is under way already goes on. */
export function begun(open: OpenTasks, task: CashierTask, now: number): OpenTasks {
  if (open.some((each) => each.task === task)) return open
  return [...open, { task, startedAt: now, steps: 1, errors: 0 }]
}

/** A tap, a scan or a key that does something: it counts for the task that began last, which is what the hands are at. */
export function stepped(open: OpenTasks): OpenTasks {
  return open.map((each, index) => (index === open.length - 1 ? { ...each, steps: each.steps + 1 } : each))
}

/** A refusal was shown. */
export function erred(open: OpenTasks): OpenTasks {
  return open.map((each, index) => (index === open.length - 1 ? { ...each, errors: each.errors + 1 } : each))
}

/** Ends a task, done or given up. Undefined where it was not under way. */
export function ended(
  open: OpenTasks,
  task: CashierTask,
  { now, items = 0, isDone }: { now: number; items?: number; isDone: boolean },
): { open: OpenTasks; ended: EndedTask | undefined } {
  const found = open.find((each) => each.task === task)
  if (!found) return { open, ended: undefined }
  const { startedAt, steps, errors } = found
  const durationMs = Math.max(0, Math.round(now - startedAt))
  return { open: open.filter((each) => each !== found), ended: { task, durationMs, steps, errors, items, isDone } }
}
