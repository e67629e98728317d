import { useQuery } from '@tanstack/react-query'
import { Form } from 'antd'
import { api, query, useCommand, type ResponseOf } from '@staff/api'
import { CommandForm, formatDay, formatMoney, Section, SelectField, SubmitButton, useNotice } from '@staff/ui'
import { packOn } from '#modules/law-packs/pack-rules.ts'
import type { LawPack } from '#modules/law-packs/pack-types.ts'
import { localDay } from '#shared/business-day.ts'
import { language, t } from '#app/i18n.ts'
import { queryClient } from '#app/query-client.ts'

type StoreLaw = ResponseOf<typeof api.storeLawGet>

/** Under which region's law the store sells prepaid value, and what that means, in words. */
export function LawSection({ storeId, timeZone }: { storeId: string; timeZone: string }) {
  const law = useQuery({ ...query(api.storeLawGet, { storeId }), retry: false }).data
  const packs = useQuery(query(api.lawPackList, {})).data?.items
  if (!law || !packs) return null
  // A newer version replaces what stands in the field: it came from the server.
  return <LawForm key={law.version} {...{ storeId, law, packs, today: localDay(new Date(), timeZone) }} />
}

type LawFormProps = {
  storeId: string
  law: StoreLaw
  packs: ResponseOf<typeof api.lawPackList>['items']
  today: string
}

function LawForm({ storeId, law: { region, version }, packs, today }: LawFormProps) {
  const notice = useNotice()
  const choose = useCommand(api.storeLawChoose, {
    changes: [api.storeLawGet],
    onSuccess: () => notice.done(t('settings.saved')),
    onRefused: ({ code }) => {
      if (code === 'settings_changed') void queryClient.invalidateQueries({ queryKey: [api.storeLawGet.path] })
    },
  })
  const regions = [...new Set(packs.map((pack) => pack.region))]
  return (
    <Section title={t('settings.law.title')}>
      <CommandForm
        command={choose}
        initial={{ region }}
        onSubmit={(fields: { region: string }) => choose.mutate({ storeId, version, region: fields.region })}
      >
        <SelectField
          name="region"
          label={t('settings.law.region')}
          hint={t('settings.law.regionHint')}
          options={regions.map((value) => ({ value, label: nameOf(packOn(value, today)) }))}
        />
        <Form.Item noStyle shouldUpdate>
          {(form) => <LawWords pack={packOn((form.getFieldValue('region') as string | undefined) ?? region, today)} />}
        </Form.Item>
        <SubmitButton>{t('settings.save')}</SubmitButton>
      </CommandForm>
    </Section>
  )
}

const nameOf = ({ name }: LawPack) => (language() === 'zh' ? name.zh : name.en)

function LawWords({ pack }: { pack: LawPack }) {
  return (
    <div className="rg-law" aria-live="polite">
      <p className="rg-faint">
        {t('settings.law.since', { name: nameOf(pack), day: formatDay(pack.from) })}
        {pack.isDraft && ` · ${t('settings.law.draft')}`}
      </p>
      <ul>
        {wordsOf(pack).map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      <details>
        <summary>{t('settings.law.sources')}</summary>
        <ul>
          {pack.sources.map((source) => (
            <li key={source}>{source}</li>
          ))}
        </ul>
        <p className="rg-faint">{t('settings.law.noAdvice')}</p>
      </details>
    </div>
  )
}

/** The pack's figures as sentences, one for each rule that binds. */
function wordsOf({ prepaid, renewal, cancelling }: LawPack): string[] {
  const lines = [
    prepaid.namedLimitCents !== null &&
      t('settings.law.words.namedLimit', { limit: formatMoney(prepaid.namedLimitCents) }),
    prepaid.anonymousLimitCents !== null &&
      t('settings.law.words.anonymousLimit', { limit: formatMoney(prepaid.anonymousLimitCents) }),
    prepaid.nonCashFromCents !== null &&
      t('settings.law.words.nonCash', { limit: formatMoney(prepaid.nonCashFromCents) }),
    prepaid.namedNeverExpires && t('settings.law.words.neverExpires'),
    prepaid.withdrawalDays !== null &&
      t(prepaid.withdrawalOnlyUnused ? 'settings.law.words.withdrawalUnused' : 'settings.law.words.withdrawal', {
        days: prepaid.withdrawalDays,
      }),
    t(`settings.law.words.refund.${prepaid.refund.member}`),
    t(`settings.law.words.invoice.${prepaid.invoice}`),
    prepaid.repaidWithinDays !== null && t('settings.law.words.repaid', { days: prepaid.repaidWithinDays }),
    prepaid.closingNoticeDays !== null && t('settings.law.words.closing', { days: prepaid.closingNoticeDays }),
    t('settings.law.words.renewal', { days: renewal.noticeDays }),
    t(`settings.law.words.offers.${cancelling.offers}`),
    cancelling.worksSignedOut && t('settings.law.words.signedOut'),
  ]
  return lines.filter((line) => line !== false)
}
