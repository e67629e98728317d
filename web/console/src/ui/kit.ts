/** What screens import as `@staff/ui`: one face for the whole kit, so that pages never depend on how it is cut up. */
export { Avatar } from '@web/ui/avatar.tsx'
export { currencySymbol, formatMoney } from '@web/ui/format-money.ts'
export { formatPhone } from '@web/ui/phone-input-rules.ts'
export { formatDay, formatDayInWords, formatDistance, formatInstant, formatTimeOfDay } from '@web/ui/format-time.ts'
export { KeyHint } from '@web/ui/key-hint.tsx'
export { TierBadge } from '@web/ui/tier-badge.tsx'
export { ApprovalDialog } from './approval-dialog.tsx'
export { Chart, type ChartColumn } from './chart.tsx'
export { CommandForm } from './command-form.tsx'
export { ConfirmDrawer } from './confirm-drawer.tsx'
export { DangerButton, SubmitButton } from './command-buttons.tsx'
export { DayPresets } from './day-presets.tsx'
export { DataList, type ListColumn, type ListFilter, type ListPage, type ListRequest } from './data-list.tsx'
export { ExportButton } from './export-button.tsx'
export { EmptyState } from './empty-state.tsx'
export { Facts } from './facts.tsx'
export {
  PasswordField,
  PhoneField,
  ReasonField,
  SelectField,
  SwitchField,
  TextField,
  WholeNumberField,
} from './fields.tsx'
export { ModalDialog } from './modal-dialog.tsx'
export { NextStep } from './next-step.tsx'
export { MoneyField, MoneyInput } from './money-input.tsx'
export { Page, Section } from './page.tsx'
export { PinField } from './pin-field.tsx'
export { PhoneInput } from './phone-input.tsx'
export { RefusalText } from './refusal-text.tsx'
export { listText } from './list-text.ts'
export { ScrollBox } from './scroll-box.tsx'
export { StatCard } from './stat-card.tsx'
export { StillNeeded } from './still-needed.tsx'
export { StatusTag, type Tone } from './status-tag.tsx'
export { DayText, InstantText, MoneyText } from './texts.tsx'
export { Timeline, type TimelineItem } from './timeline.tsx'
export { useCurrentInView } from './use-current-in-view.ts'
export { useNotice } from './use-notice.ts'
