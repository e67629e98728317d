import { DownloadOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { Link } from 'react-router'
import { api, hrefOf, query, type ResponseOf } from '@staff/api'
import { InstantText, Section } from '@staff/ui'
import { language, t } from '#app/i18n.ts'
import { paths } from '#app/paths.ts'
import { useMay } from '#app/session.ts'
import { percent } from './retention-words.ts'

type Item = ResponseOf<typeof api.retentionAnswers>['items'][number]

/** What who left answered to the shop's own questions: how many were asked, how many said what. */
export function AnswersSection({ period }: { period: { from: string; until: string } }) {
  const may = useMay()
  const items = useQuery(query(api.retentionAnswers, period)).data?.items ?? []
  if (items.length === 0) return null
  return (
    <Section
      title={t('retention.survey.answers')}
      actions={
        may('reports.export') && (
          <Button icon={<DownloadOutlined />} href={hrefOf(api.retentionAnswersExport, period)} download>
            CSV
          </Button>
        )
      }
    >
      <div className="rg-retention-survey">
        {items.map((item) => (
          <article key={item.code} aria-label={item.words[language()]}>
            <h3>{item.words[language()]}</h3>
            <p className="rg-faint">{t('retention.survey.of', { answered: item.answered, asked: item.asked })}</p>
            <Counts item={item} />
            <Texts texts={item.texts} />
          </article>
        ))}
      </div>
    </Section>
  )
}

/** A bar for each choice or place, of those who answered. */
function Counts({ item: { choices, scale, answered } }: { item: Item }) {
  const bars = scale
    ? scale.counts.map((count, index) => ({ key: String(index + 1), label: String(index + 1), count }))
    : choices.map(({ code, words, count }) => ({ key: code, label: words[language()], count }))
  if (bars.length === 0) return null
  return (
    <>
      <ul className="rg-retention-bars">
        {bars.map(({ key, label, count }) => (
          <li key={key}>
            <span>{label}</span>
            <meter min={0} max={Math.max(1, answered)} value={count} aria-label={label} />
            <span className="rg-tabular">
              {count} {answered > 0 && <small className="rg-faint">{percent((count * 10_000) / answered)}</small>}
            </span>
          </li>
        ))}
      </ul>
      {scale && answered > 0 && <p>{t('retention.survey.mean', { mean: (scale.meanTenths / 10).toFixed(1) })}</p>}
    </>
  )
}

function Texts({ texts }: Pick<Item, 'texts'>) {
  return texts.map(({ leavingId, at, text }) => (
    <blockquote key={leavingId} className="rg-retention-said">
      {text}{' '}
      <Link to={paths.leaving({ leavingId })}>
        <InstantText at={at} />
      </Link>
    </blockquote>
  ))
}
