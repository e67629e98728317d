import { ArrowLeftOutlined, CheckCircleFilled, WarningFilled } from '@ant-design/icons'
import { Select } from 'antd'
import { t } from '#app/i18n.ts'
import type { FileLook, Mapping, TargetField } from './import-words.ts'
import { columnsOf, sampleOf, withColumns } from './mapping-draft-rules.ts'

type MappingTableProps = {
  mapping: Mapping
  look: FileLook
  targets: readonly TargetField[]
  /** Fields without which the file cannot be tried. */
  missing: readonly string[]
  nameOf: (field: string) => string
  onChange: (mapping: Mapping) => void
}

/** One line per field of the record: the columns that fill it, and what would be read from the first rows. */
export function MappingTable({ mapping, look, targets, missing, nameOf, onChange }: MappingTableProps) {
  const columns = columnsOf(mapping, look)
  const unused = columns.filter(
    (column) => !Object.values(mapping.fields).some((source) => source.columns.includes(column)),
  )
  return (
    <>
      <ul className="rg-mapping">
        {targets.map(({ name, isNeeded }) => {
          const chosen = mapping.fields[name]?.columns ?? []
          const sample = sampleOf(mapping, look, chosen)
          return (
            <li key={name}>
              <span className="rg-mapping-field">
                {chosen.length > 0 ? (
                  <CheckCircleFilled className="rg-good" />
                ) : missing.includes(name) ? (
                  <WarningFilled className="rg-bad" />
                ) : (
                  <span className="rg-mapping-none" />
                )}
                {nameOf(name)}
                {isNeeded && <small className="rg-faint">{t('imports.match.needed')}</small>}
              </span>
              <ArrowLeftOutlined className="rg-faint" />
              <Select
                mode="multiple"
                allowClear
                maxCount={10}
                value={chosen}
                placeholder={t('imports.match.none')}
                aria-label={t('imports.match.columnOf', { field: nameOf(name) })}
                options={columns.map((column) => ({ value: column, label: column }))}
                onChange={(next: string[]) => onChange(withColumns(mapping, name, next))}
              />
              <span className="rg-mapping-sample">{sample.join(t('imports.match.comma'))}</span>
            </li>
          )
        })}
      </ul>
      {unused.length > 0 && (
        <p className="rg-import-text">
          {t('imports.match.unused', { columns: unused.join(t('imports.match.comma')) })}
        </p>
      )}
    </>
  )
}
