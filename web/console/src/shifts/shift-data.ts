import { api, query, type ResponseOf } from '@staff/api'

export type TillShift = ResponseOf<typeof api.tillShiftGet>
export type Shift = ResponseOf<typeof api.shiftGet>
export type Figures = ResponseOf<typeof api.shiftReportGet>['figures']
export type Counted = ResponseOf<typeof api.shiftCount>

/** The till that this browser is, and its shift. */
export const tillShiftQuery = (storeId: string) => query(api.tillShiftGet, { storeId })

/** What every command on a shift changes on the screens that show it. */
export const shiftChanges = [api.tillShiftGet, api.shiftGet, api.shiftReportGet, api.shiftList, api.dayPreview]
