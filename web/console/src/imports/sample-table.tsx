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
          format: t(`imports.format.${mapping.format ?? look.format}`),
          columns: columns.length,
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
