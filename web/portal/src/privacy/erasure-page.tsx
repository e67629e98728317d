import { useSuspenseQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'react-router'
import { api, query, type ResponseOf, useCommand } from '@staff/api'
import { formatDay, formatInstant, Page, RefusalText, Section } from '@portal/ui'
import { t } from '#portal/app/i18n.ts'
import { paths } from '#portal/app/paths.ts'
import { amountWords, assetName } from '#portal/statement/line-words.ts'

type Erasure = ResponseOf<typeof api.myErasureGet>

/** Being forgotten: what goes, what must stay, and some days in which it can be taken back. */
export function ErasurePage() {
  const { data } = useSuspenseQuery(query(api.myErasureGet, {}))
  return (
    <Page title={t('erasure.title')} backTo={paths.privacy()}>
      {data.open ? <Waiting dueAt={data.open.dueAt} /> : <Ask erasure={data} />}
    </Page>
  )
}

function Ask({ erasure: { coolingOffDays, value, passes } }: { erasure: Erasure }) {
  const [givesUp, setGivesUp] = useState(false)
  const ask = useCommand(api.myErasureCreate, { changes: [api.myErasureGet] })
  const owned = value.filter(({ balanceUnits }) => balanceUnits > 0)
  const hasSomething = owned.length + passes.length > 0
  return (
    <>
      <div className="rp-paper rp-plain-list">
        <p>{t('erasure.what')}</p>
        <ul>
          <li>{t('erasure.goes')}</li>
          <li>{t('erasure.stays')}</li>
          <li>{t('erasure.cooling', { count: coolingOffDays })}</li>
        </ul>
      </div>
      {hasSomething && (
        <Section title={t('erasure.value')}>
          <ul className="rp-rows">
            {owned.map(({ asset, balanceUnits }) => (
              <li key={asset} className="rp-row">
                <span className="rp-row-text">{assetName(asset)}</span>
                <span className="rp-row-value">{amountWords(asset, balanceUnits)}</span>
              </li>
            ))}
            {passes.map(({ id, name, endsDay }) => (
              <li key={id} className="rp-row">
                <span className="rp-row-text">{name}</span>
                <span className="rp-row-value">{endsDay && t('erasure.goodUntil', { day: formatDay(endsDay) })}</span>
              </li>
            ))}
          </ul>
          {owned.length > 0 && <p className="rp-small">{t('erasure.payOut')}</p>}
          {passes.length > 0 && (
            <p className="rp-small">
              {t('erasure.passes')} <Link to={paths.benefits()}>{t('erasure.toPasses')}</Link>
            </p>
          )}
          <label className="rp-consent">
            <input type="checkbox" checked={givesUp} onChange={(event) => setGivesUp(event.target.checked)} />
            <span>{t('erasure.giveUp')}</span>
          </label>
        </Section>
      )}
      <RefusalText error={ask.error} />
      <button
        className="rp-button rp-button-danger"
        type="button"
        disabled={ask.isPending || (hasSomething && !givesUp)}
        onClick={() => ask.mutate({ givesUpValue: givesUp })}
      >
        {t('erasure.ask')}
      </button>
    </>
  )
}

function Waiting({ dueAt }: { dueAt: string }) {
  const takeBack = useCommand(api.myErasureWithdraw, { changes: [api.myErasureGet] })
  return (
    <>
      <div className="rp-paper rp-plain-list">
        <p>
          <strong>{t('erasure.waiting', { at: formatInstant(dueAt) })}</strong>
        </p>
        <p>{t('erasure.untilThen')}</p>
      </div>
      <RefusalText error={takeBack.error} />
      <button className="rp-button" type="button" disabled={takeBack.isPending} onClick={() => takeBack.mutate({})}>
        {t('erasure.takeBack')}
      </button>
    </>
  )
}
