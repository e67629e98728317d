import { Count, Day, Instant, Nullable, strict, Type, Uuid } from '#platform/contract.ts'

const Task = Type.Union([Type.Literal('sale'), Type.Literal('refund'), Type.Literal('enrol'), Type.Literal('top_up')])

const dayMs = 86_400_000

/** Tasks that a till has seen end, finished or given up. No person is in them. */
export const TaskTimingBatch = strict({
  storeId: Uuid,
  items: Type.Array(
    strict({
      id: Uuid,
      task: Task,
      finishedAt: Instant,
      durationMs: Type.Integer({ minimum: 0, maximum: dayMs }),
      steps: Type.Integer({ minimum: 0, maximum: 10_000 }),
      errors: Type.Integer({ minimum: 0, maximum: 10_000 }),
      items: Type.Integer({ minimum: 0, maximum: 1_000, description: 'lines of the sale or refund' }),
      isDone: Type.Boolean({ description: 'false: given up' }),
    }),
    { minItems: 1, maxItems: 200 },
  ),
})

export const TaskTimingAnswer = strict({ count: Count })

export const TaskTimingReportQuery = strict({
  from: Day,
  until: Day,
  storeId: Type.Optional(Uuid),
})

/** One task in one store and week, counted from Monday. Medians and worst are of those that were finished. */
const TaskTimingRow = strict({
  task: Task,
  storeId: Uuid,
  week: Day,
  doneCount: Count,
  leftCount: Count,
  medianMs: Nullable(Count),
  worstMs: Nullable(Count),
  medianSteps: Nullable(Count),
  worstSteps: Nullable(Count),
  errorCount: Count,
})

export const TaskTimingReport = strict({ items: Type.Array(TaskTimingRow) })
