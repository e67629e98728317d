import { DownloadOutlined } from '@ant-design/icons'
import { useInfiniteQuery, useMutation } from '@tanstack/react-query'
import { Button } from 'antd'
import { api, send, type ResponseOf } from '@staff/api'
import { RefusalText, ScrollBox, Section } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { refusalSentence } from '#app/refusal-sentence.ts'
import { saveFile } from '#console/ui/save-file.ts'
import { csvOf } from '@web/ui/csv-rules.ts'
import { useFieldNames } from './field-names.ts'
import type { Batch } from './import-words.ts'

type RowError = ResponseOf<typeof api.importErrorList>['items'][number]

const pageSize = 50

/** What was wrong, row by row: shown in pages, downloaded whole, to be put right in the file itself. */
export function BatchErrors({ batch: { id: batchId, kind, fileName } }: { batch: Batch }) {
  const nameOf = useFieldNames(kind)
  const errors = useInfiniteQuery({
    queryKey: [api.importErrorList.path, { batchId }],
    queryFn: ({ pageParam, signal }) => readErrors(batchId, pageParam, pageSize, signal),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
  })
  const download = useMutation({
    mutationFn: async () => {
      const rows = await readAll(batchId)
      const lines = rows.map((row) => [String(row.row), nameOf(row.field), refusalSentence(row.code, row.details)])
      const head = [t('imports.error.row'), t('imports.error.field'), t('imports.error.problem')]
      saveFile(`${t('imports.error.file', { name: fileName })}.csv`, csvOf([head, ...lines]))
    },
  })
  const rows = errors.data?.pages.flatMap(({ items }) => items) ?? []
  return (
    <Section
      title={t('imports.error.title')}
      actions={
        <Button size="small" icon={<DownloadOutlined />} loading={download.isPending} onClick={() => download.mutate()}>
          {t('imports.error.download')}
        </Button>
      }
    >
      <RefusalText error={errors.error ?? download.error} />
      <ScrollBox className="rg-import-errors">
        <table className="rg-table" aria-label={t('imports.error.title')}>
          <thead>
            <tr>
              <th scope="col" className="rg-right">
                {t('imports.error.row')}
              </th>
              <th scope="col">{t('imports.error.field')}</th>
              <th scope="col">{t('imports.error.problem')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ row, field, code, details }) => (
              <tr key={`${row} ${field}`}>
                <td className="rg-right">{row}</td>
                <td>{nameOf(field)}</td>
                <td>{refusalSentence(code, details)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollBox>
      {errors.hasNextPage && (
        <Button type="link" loading={errors.isFetchingNextPage} onClick={() => void errors.fetchNextPage()}>
          {t('imports.error.more')}
        </Button>
      )}
    </Section>
  )
}

function readErrors(batchId: string, cursor: string, limit: number, signal?: AbortSignal) {
  return send(api.importErrorList, { batchId, limit, ...(cursor && { cursor }) }, signal ? { signal } : {})
}

async function readAll(batchId: string): Promise<RowError[]> {
  const rows: RowError[] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const page: ResponseOf<typeof api.importErrorList> = await readErrors(batchId, cursor, 200)
    rows.push(...page.items)
    cursor = page.next
  }
  return rows
}
