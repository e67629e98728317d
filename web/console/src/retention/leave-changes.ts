import { api } from '@staff/api'
import { passChanges } from '#console/passes/pass-words.ts'
import { leavingChanges } from './retention-words.ts'

/** Everything that shows a pass, its money or its leaving, and has to be read again after somebody left or stayed. */
export const leaveChanges = [
  ...passChanges,
  ...leavingChanges,
  api.saleGet,
  api.saleList,
  api.memberAccountsGet,
  api.memberCouponList,
]
