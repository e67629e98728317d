import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { api, query } from '@staff/api'
import { t } from '#portal/app/i18n.ts'
import { paths } from '#portal/app/paths.ts'

/** From a pass that was cancelled to its receipt, whoever cancelled it, and to the way back while there is one. */
export function LeftLink({ passId }: { passId: string }) {
  const leavings = useQuery(query(api.myLeavingList, {})).data?.items ?? []
  const left = leavings.find((one) => one.passId === passId && one.doneAs === 'cancelled' && !one.isTakenBack)
  if (!left) return null
  return (
    <Link className="rp-button rp-button-plain" to={paths.left(left.leavingId)}>
      {t(left.takeBackUntilDay ? 'leaving.mayStay' : 'leaving.receiptLink')}
    </Link>
  )
}
