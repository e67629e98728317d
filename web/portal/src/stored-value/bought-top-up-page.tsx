import { useSuspenseQuery } from '@tanstack/react-query'
import { useParams } from 'react-router'
import { api, query, type ResponseOf } from '@staff/api'
import { packOf } from '#modules/law-packs/pack-rules.ts'
import { topUpWords } from '#modules/stored-value/top-up-words-rules.ts'
import { formatDay, formatInstant, formatMoney, Page, Row, Rows, Section } from '@portal/ui'
import { language, t } from '#portal/app/i18n.ts'
import { paths } from '#portal/app/paths.ts'
import { useShop } from '#portal/app/session.ts'

type BoughtTopUp = ResponseOf<typeof api.myTopUpGet>

/** One top-up as it was agreed: its terms under the law of its day, and what the rest would pay today, with the formula. */
export function BoughtTopUpPage() {
  const { topUpId = '' } = useParams()
  const topUp = useSuspenseQuery(query(api.myTopUpGet, { topUpId })).data
  const { stores } = useShop()
  const { topUpNumber, offerName, principalCents, bonusCents, at, storeId, lawPack, refund, refundNow } = topUp
  const law = packOf(lawPack)
  const store = stores.find(({ id }) => id === storeId)
  return (
    <Page title={offerName ?? t('storedValue.ownChoice')} backTo={paths.boughtTopUps()}>
      <Rows>
        <Row title={t('storedValue.number')} value={topUpNumber} />
        <Row title={t('storedValue.paidAt')} value={formatInstant(at)} hint={store?.name} />
        <Row title={t('storedValue.principal')} value={formatMoney(principalCents)} />
        {bonusCents > 0 && <Row title={t('storedValue.bonus')} value={formatMoney(bonusCents)} />}
      </Rows>
      <Section title={t('storedValue.terms')}>
        <ul className="rp-paper rp-sentences">
          {topUpWords(topUp, law, { language: language(), money: formatMoney }).map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
        <p className="rp-small">
          {t('storedValue.lawOf', { name: language() === 'zh' ? law.name.zh : law.name.en, id: law.id })}
        </p>
      </Section>
      {refund && (
        <p className="rp-small">
          {t('storedValue.wasGivenBack', { amount: formatMoney(refund.refundCents), at: formatInstant(refund.at) })}
        </p>
      )}
      {refundNow && <RefundNow topUp={topUp} refund={refundNow} />}
    </Page>
  )
}

type RefundNowProps = { topUp: BoughtTopUp; refund: NonNullable<BoughtTopUp['refundNow']> }

/** What would come back today on the member's own wish; the shop pays it out. */
function RefundNow({ topUp: { bonusCents, withdrawalUntil }, refund }: RefundNowProps) {
  const { basis, isWithdrawal, countedPrincipalCents, consumedCents, owedCents, refundCents } = refund
  const figures = {
    principal: formatMoney(countedPrincipalCents),
    whole: formatMoney(countedPrincipalCents + bonusCents),
    used: formatMoney(consumedCents),
    result: formatMoney(owedCents),
  }
  return (
    <Section title={t('storedValue.refundNow')}>
      <p className="rp-paper rp-order-sum">
        <span>{t('storedValue.refundPays')}</span>
        <strong>{formatMoney(refundCents)}</strong>
      </p>
      <p className="rp-small">{t(`storedValue.formula.${basis}`, figures)}</p>
      {isWithdrawal && withdrawalUntil && (
        <p className="rp-small">{t('storedValue.withdrawal', { day: formatDay(withdrawalUntil) })}</p>
      )}
      <p className="rp-small">{t('storedValue.refundAtShop')}</p>
    </Section>
  )
}
