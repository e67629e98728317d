import { t } from '#app/i18n.ts'
import type { FileLook, Mapping } from './import-words.ts'
import { columnsOf, rowsOf } from './mapping-draft-rules.ts'

/** The file's first rows, as they were read: what a wrong encoding or a wrong sheet shows at once. */
export function SampleTable({ look, mapping }: { look: FileLook; mapping: Mapping }) {
  const columns = columnsOf(mapping, look)
  return (
    <>
      <p className="rg-import-text">
        {t('imports.match.read', {
          format: formatName(look, mapping),
          columns: columns.length,
          rows: look.estimatedRows.toLocaleString(),
        })}
      </p>
      {/* oxlint-disable jsx-a11y/no-noninteractive-tabindex -- what scrolls sideways must be reachable by keyboard */}
      <div
        className="rg-table-scroll rg-import-sample"
        tabIndex={0}
        role="region"
        aria-label={t('imports.match.sample')}
      >
        <table className="rg-table" aria-label={t('imports.match.sample')}>
          <thead>
            <tr>
              {columns.map((column) => (
                <th key={column} scope="col">
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rowsOf(mapping, look)
              .slice(0, 4)
              .map((cells, number) => (
                <tr key={number}>
                  {columns.map((column, place) => (
                    <td key={column}>{cells[place]}</td>
                  ))}
                </tr>
              ))}
          </tbody>
        </table>
      </div>
      {/* oxlint-enable jsx-a11y/no-noninteractive-tabindex */}
    </>
  )
}

/** The kind of file, and of a text file how its bytes were read: the owner sees at once when it was guessed wrong. */
function formatName({ format, encoding }: FileLook, mapping: Mapping): string {
  const name = t(`imports.format.${mapping.format ?? format}`)
  const read = mapping.encoding ?? encoding
  return read ? t('imports.match.encoded', { format: name, encoding: read.toUpperCase() }) : name
}
