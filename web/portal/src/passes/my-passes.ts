import { api, query, type ResponseOf, send } from '@staff/api'
import { keptAnswer } from '#portal/app/kept-answer.ts'

const kept = keptAnswer<ResponseOf<typeof api.myPassList>>('passes')

/** What an answer does not tell that this phone kept from before it was told. */
const untold = { isOwn: true, freeze: null, freezes: [], mayChange: false, mayAutoRenew: false }

/** The member's passes; without a line as this phone saw them last, so that one can still ask to leave. */
export const myPassesQuery = () => ({
  ...query(api.myPassList, {}),
  queryFn: async () => {
    const { items } = await kept.orKept(() => send(api.myPassList, {}))
    return { items: items.map((pass) => ({ ...untold, ...pass })) }
  },
})

/** Takes them off this phone. */
export const forgetPasses = () => kept.forget()
