import { useState } from 'react'
import { useNavigate } from 'react-router'
import { api, ApiUnreachable, useCommand } from '@staff/api'
import { newId } from '#shared/ids.ts'
import type { Answer } from '#modules/retention/flow-types.ts'
import { paths } from '#portal/app/paths.ts'
import { useSession } from '#portal/app/session.ts'
import type { LeavingTime } from './leaving-quote.tsx'
import { dropWaiting, keepWaiting } from './waiting-leaving.ts'

export type Wish = {
  begunId: string | null
  time: LeavingTime
  fingerprint: string
  reasonCode: string | null
  answers: Answer[]
}

/** Begins where nothing was begun, then finishes; without a line both are kept on the phone, shown as waiting and sent once. */
export function useFinish(pass: { passId: string; passName: string }) {
  const navigate = useNavigate()
  const wait = useWaiting(pass)
  const [keys] = useState(() => ({ leavingId: newId(), finishKey: newId() }))
  const begin = useCommand(api.myLeavingCreate, { recordId: keys.leavingId, changes: [] })
  const end = useCommand(api.myLeavingFinish, { recordId: keys.finishKey })
  const leave = async ({ begunId, time, fingerprint, reasonCode, answers }: Wish) => {
    const leavingId = begunId ?? keys.leavingId
    try {
      if (!begunId) await begin.mutateAsync({ passId: pass.passId, reasonCode })
      await end.mutateAsync({ leavingId, time, fingerprint, answers })
      await dropWaiting(pass.passId)
      await navigate(paths.left(leavingId), { replace: true })
    } catch (error) {
      if (error instanceof ApiUnreachable) await wait({ ...keys, leavingId, time, reasonCode, answers })
    }
  }
  return {
    finish: (wish: Wish) => void leave(wish),
    isLeaving: begin.isPending || end.isPending,
    error: end.error ?? begin.error,
  }
}

type Waits = { leavingId: string; finishKey: string; time: LeavingTime; reasonCode: string | null; answers: Answer[] }

/** Keeps a cancellation on the phone until there is a line, and shows it among what the member holds. */
export function useWaiting({ passId, passName }: { passId: string; passName: string }) {
  const navigate = useNavigate()
  const memberId = useSession().member.id
  return async (waits: Waits) => {
    const askedAt = new Date().toISOString()
    await keepWaiting({ ...waits, memberId, passId, passName, askedAt, trouble: null })
    await navigate(paths.leaveWithoutLine(), { replace: true })
  }
}
