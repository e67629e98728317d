import { useSuspenseQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { api, query } from '@staff/api'
import { formatInstant, formatMoney, Row, Rows, Section } from '@portal/ui'
import { t } from '#portal/app/i18n.ts'
import { paths } from '#portal/app/paths.ts'
import { boughtWords } from '#portal/receipts/bought-words.ts'

/** What was bought last; who bought nothing yet is shown how it goes. */
export function LatestReceipts() {
  const { items } = useSuspenseQuery(query(api.myReceiptList, { limit: 3 })).data
  if (items.length === 0) return <FirstSteps />
  return (
    <Section title={t('home.receipts')} action={<Link to={paths.receipts()}>{t('home.allReceipts')}</Link>}>
      <Rows>
        {items.map((receipt) => (
          <Row
            key={receipt.saleId}
            to={paths.receipt(receipt.saleId)}
            title={boughtWords(receipt)}
            hint={formatInstant(receipt.happenedAt)}
            value={formatMoney(receipt.netCents)}
          />
        ))}
      </Rows>
    </Section>
  )
}

function FirstSteps() {
  return (
    <Section title={t('home.first.title')}>
      <Rows>
        <Row icon="code" to={paths.card()} title={t('home.first.show')} hint={t('home.first.showHint')} />
        <Row icon="gift" to={paths.mall()} title={t('home.first.mall')} hint={t('home.first.mallHint')} />
        <Row icon="person" to={paths.profile()} title={t('home.first.profile')} hint={t('home.first.profileHint')} />
        <Row icon="clock" to={paths.preferences()} title={t('home.first.hear')} hint={t('home.first.hearHint')} />
      </Rows>
    </Section>
  )
}
