import { api, query, type ResponseOf, send } from '@staff/api'
import { keptAnswer } from '#portal/app/kept-answer.ts'

const kept = keptAnswer<ResponseOf<typeof api.myPassList>>('passes')

/** The member's passes; without a line as this phone saw them last, so that one can still ask to leave. */
export const myPassesQuery = () => ({
  ...query(api.myPassList, {}),
  queryFn: () => kept.orKept(() => send(api.myPassList, {})),
})

/** Takes them off this phone. */
export const forgetPasses = () => kept.forget()
