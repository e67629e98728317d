import { Input, Radio, Switch } from 'antd'
import type { Flow } from '#modules/retention/flow-types.ts'
import { t } from '#app/i18n.ts'
import { type CouponChoice, CouponSelect, Labelled, Percent, Whole } from './flow-inputs.tsx'

const places = ['beside', 'after_receipt', 'none'] as const

type FlowRulesProps = { flow: Flow; change: (part: Partial<Flow>) => void; coupons: readonly CouponChoice[] }

/** What holds for every leaving: where offers stand, who is never made one, how often, and what comes afterwards. */
export function FlowRules({ flow, change, coupons }: FlowRulesProps) {
  const { offersAt, asksReason, holdoutBps, cooldownDays, lifetimeCap } = flow
  return (
    <>
      <Labelled label={t('retention.flow.offersAt')}>
        <Radio.Group
          className="rg-retention-radios"
          value={offersAt}
          onChange={({ target }) => change({ offersAt: target.value as Flow['offersAt'] })}
          options={places.map((value) => ({ value, label: t(`retention.flow.place.${value}`) }))}
        />
      </Labelled>
      <div className="rg-retention-fields">
        <Percent
          label={t('retention.flow.holdout')}
          hint={t('retention.flow.holdoutHint')}
          value={holdoutBps}
          onChange={(value) => change({ holdoutBps: value })}
        />
        <Whole
          label={t('retention.flow.cooldown')}
          value={cooldownDays}
          most={3_660}
          onChange={(value) => change({ cooldownDays: value })}
        />
        <Whole
          label={t('retention.flow.lifetimeCap')}
          value={lifetimeCap}
          most={100}
          onChange={(value) => change({ lifetimeCap: value })}
        />
        <Labelled label={t('retention.flow.asksReason')} hint={t('retention.flow.asksReasonHint')}>
          <span>
            <Switch
              aria-label={t('retention.flow.asksReason')}
              checked={asksReason}
              onChange={(isOn) => change({ asksReason: isOn })}
            />
          </span>
        </Labelled>
      </div>
      <Afterwards flow={flow} change={change} coupons={coupons} />
    </>
  )
}

function Afterwards({ flow, change, coupons }: FlowRulesProps) {
  const { callBackDays, script, winBack } = flow
  return (
    <div className="rg-retention-fields">
      <Labelled label={t('retention.flow.callBack')}>
        <span>
          <Switch
            aria-label={t('retention.flow.callBack')}
            checked={callBackDays !== null}
            onChange={(isOn) => change({ callBackDays: isOn ? 7 : null })}
          />
        </span>
      </Labelled>
      {callBackDays !== null && (
        <Whole
          label={t('retention.flow.callBackDays')}
          value={callBackDays}
          least={1}
          most={366}
          onChange={(value) => change({ callBackDays: value })}
        />
      )}
      {callBackDays !== null && (
        <div className="rg-retention-wide">
          <Labelled label={t('retention.flow.script')} hint={t('retention.flow.scriptHint')}>
            <Input.TextArea
              aria-label={t('retention.flow.script')}
              rows={3}
              maxLength={1_000}
              value={script}
              onChange={({ target }) => change({ script: target.value })}
            />
          </Labelled>
        </div>
      )}
      <Labelled label={t('retention.flow.winBack')}>
        <span>
          <Switch
            aria-label={t('retention.flow.winBack')}
            checked={winBack !== null}
            onChange={(isOn) => change({ winBack: isOn ? { days: 30, templateId: '' } : null })}
          />
        </span>
      </Labelled>
      {winBack && (
        <>
          <Whole
            label={t('retention.flow.winBackDays')}
            value={winBack.days}
            least={1}
            most={366}
            onChange={(days) => change({ winBack: { ...winBack, days } })}
          />
          <CouponSelect
            label={t('retention.flow.coupon')}
            value={winBack.templateId}
            choices={coupons}
            onChange={(templateId) => change({ winBack: { ...winBack, templateId } })}
          />
        </>
      )}
    </div>
  )
}
