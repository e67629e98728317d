import { t } from '#portal/app/i18n.ts'

/** “保湿面膜 等 3 件”: the first line by name, the rest by number. */
export function boughtWords({ firstLine, lineCount }: { firstLine: string | null; lineCount: number }): string {
  const name = firstLine ?? '–'
  return lineCount > 1 ? t('receipts.andMore', { name, count: lineCount }) : name
}
