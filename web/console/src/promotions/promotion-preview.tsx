import { ExperimentOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useState } from 'react'
import { api, useCommand, type InputOf, type ResponseOf } from '@staff/api'
import { formatInstant, formatMoney, RefusalText } from '@staff/ui'
import { t } from '#app/i18n.ts'

type Wish = InputOf<typeof api.promotionPreview>
type Preview = ResponseOf<typeof api.promotionPreview>

const days = 30

/** Tries the draft on the sales of the last month, before anybody sees it: what it would have cost, how often, on what. */
export function PromotionPreview({ draft }: { draft: Omit<Wish, 'days'> }) {
  const [tried, setTried] = useState<{ wish: string; preview: Preview } | null>(null)
  const wish: Wish = { ...draft, days }
  const text = JSON.stringify(wish)
  const preview = useCommand(api.promotionPreview, {
    changes: [],
    onSuccess: (answer, input) => setTried({ wish: JSON.stringify(input), preview: answer }),
  })
  // Another draft is another answer: an old one would be read as if it were this one's.
  const shown = tried?.wish === text ? tried.preview : null
  return (
    <section className="rg-terms-preview" aria-live="polite" aria-busy={preview.isPending}>
      <div className="rg-terms-preview-head">
        <span>{t('promotions.preview.text')}</span>
        <Button
          icon={<ExperimentOutlined />}
          loading={preview.isPending}
          disabled={draft.name === ''}
          onClick={() => preview.mutate(wish)}
        >
          {t('promotions.preview.try')}
        </Button>
      </div>
      <RefusalText error={preview.error} />
      {shown && <Outcome preview={shown} />}
    </section>
  )
}

function Outcome({ preview }: { preview: Preview }) {
  const { sales, touchedSales, touchedMembers, offCents, touchedCents, spentAt, isCut, since, items } = preview
  if (sales === 0) return <p>{t('promotions.preview.noSales')}</p>
  if (touchedSales === 0) return <p>{t('promotions.preview.none', { count: sales })}</p>
  const share = `${((offCents / touchedCents) * 100).toFixed(1)}%`
  return (
    <>
      <dl className="rg-terms-figures">
        <div>
          <dt>{t('promotions.preview.cost')}</dt>
          <dd>{formatMoney(offCents)}</dd>
          <dd>{t('promotions.preview.share', { share, amount: formatMoney(touchedCents) })}</dd>
        </div>
        <div>
          <dt>{t('promotions.preview.touched')}</dt>
          <dd>{touchedSales}</dd>
          <dd>{t('promotions.preview.of', { count: sales })}</dd>
        </div>
        <div>
          <dt>{t('promotions.preview.members')}</dt>
          <dd>{touchedMembers}</dd>
        </div>
      </dl>
      {spentAt && <p>{t('promotions.preview.spent', { at: formatInstant(spentAt) })}</p>}
      {items.length > 0 && (
        <table className="rg-terms-items">
          <caption>{t('promotions.preview.items')}</caption>
          <tbody>
            {items.map(({ itemId, name, quantityMilli, offCents: off }) => (
              <tr key={itemId}>
                <th scope="row">{name}</th>
                <td>× {quantityMilli / 1_000}</td>
                <td>−{formatMoney(off)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <small className="rg-faint">
        {isCut && `${t('promotions.preview.cut', { at: formatInstant(since) })} `}
        {t('promotions.preview.note')}
      </small>
    </>
  )
}
