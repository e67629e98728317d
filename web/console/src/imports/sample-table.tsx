import { t } from '#app/i18n.ts'
import type { FileLook } from './import-words.ts'

/** The file's first rows, as they were read: what a wrong encoding or a wrong sheet shows at once. */
export function SampleTable({ look, columns }: { look: FileLook; columns: readonly string[] }) {
  return (
    <>
      <p className="rg-import-text">
        {t('imports.match.read', {
          format: t(`imports.format.${look.format}`),
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
            {look.sample.slice(0, 4).map(({ number, cells }) => (
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
