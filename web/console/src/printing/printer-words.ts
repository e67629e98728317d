import i18next from 'i18next'
import type { api, ResponseOf } from '@staff/api'
import type { Tone } from '@staff/ui'
import { t, type SentenceKey } from '#app/i18n.ts'

export type Printer = ResponseOf<typeof api.printerList>['items'][number]
export type PrintJob = ResponseOf<typeof api.printJobList>['items'][number]

export const languages = ['escpos', 'star'] as const

/** Widths of paper that shops buy, as half-width characters a line. */
export const papers = [
  { columns: 32, millimetres: 58 },
  { columns: 48, millimetres: 80 },
] as const

export function paperTitle(columns: number): string {
  const paper = papers.find((each) => each.columns === columns)
  return paper ? t('printing.paper', { millimetres: paper.millimetres }) : t('printing.columns', { columns })
}

export function jobState(state: PrintJob['state']): { text: string; tone: Tone } {
  const tones: Record<PrintJob['state'], Tone> = {
    ...{ waiting: 'info', printing: 'info', printed: 'good' },
    ...{ unclear: 'warn', failed: 'bad', cancelled: 'plain' },
  }
  return { text: t(`printing.state.${state}`), tone: tones[state] }
}

/** What went wrong, in words; an error nobody named here stands as the system gave it. */
export function problemText(problem: string): string {
  const key = `printing.problem.${problem}`
  return i18next.exists(key) ? t(key as SentenceKey) : problem
}
