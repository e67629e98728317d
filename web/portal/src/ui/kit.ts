/** What pages import as `@portal/ui`: one face for the portal's parts, so that pages never depend on how it is cut up. */
export { formatMoney } from '@web/ui/format-money.ts'
export { formatDay, formatDayInWords, formatDistance, formatInstant, formatTimeOfDay } from '@web/ui/format-time.ts'
export { EmptyState } from './empty-state.tsx'
export { Icon, type IconName } from './icon.tsx'
export { Page, Section } from './page.tsx'
export { RefusalText } from './refusal-text.tsx'
export { Row, Rows } from './row.tsx'
export { Sheet } from './sheet.tsx'
