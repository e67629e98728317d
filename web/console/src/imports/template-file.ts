import { t } from '#app/i18n.ts'
import { saveFile } from '#console/ui/save-file.ts'
import { csvOf } from '@web/ui/csv-rules.ts'
import { fieldName, kindWords, type ImportKind, type TargetField } from './import-words.ts'

/** An empty sheet with the headers that are recognised without being asked. */
export function saveTemplate(kind: ImportKind, targets: readonly TargetField[]): void {
  const headers = targets.map(({ name }) => fieldName(kind, name))
  saveFile(`${t('imports.template.file', { kind: t(kindWords[kind].label) })}.csv`, csvOf([headers]))
}
