import { useQuery } from '@tanstack/react-query'
import { Button, Form } from 'antd'
import { useState } from 'react'
import { api, query, useCommand } from '@staff/api'
import {
  CommandForm,
  ConfirmDrawer,
  DangerButton,
  MoneyField,
  SelectField,
  SubmitButton,
  SwitchField,
  TextField,
  useNotice,
  WholeNumberField,
} from '@staff/ui'
import { type RewardKind, rewardKinds, type TillPay, tillPays } from '#modules/rewards/reward-rules.ts'
import { t } from '#app/i18n.ts'
import { ItemPicker } from '#console/catalog/item-picker.tsx'
import { MomentField } from '#console/promotions/moment-field.tsx'
import { useNames } from '#console/promotions/use-names.ts'
import { ChoicesField } from '#console/settings/setting-fields.tsx'
import type { Reward } from './rewards-page.tsx'

type RewardDrawerProps = { reward: Reward | 'new' | null; onClose: () => void }
type Fields = {
  kind: RewardKind
  name: string
  note?: string
  points: number
  cashCents?: number | null
  couponTemplateId?: string
  storeIds?: string[] | null
  mayPickUp: boolean
  mayDeliver: boolean
  tillPay?: TillPay
  minPurchaseCents?: number | null
  isRescueOnly: boolean
  unitsLeft?: number | null
  memberLimit?: number | null
  holdHours: number
  isEco: boolean
  startsAt?: string | null
  endsAt?: string | null
}

/** Puts a reward into the mall or changes it; what was redeemed keeps its price. */
export function RewardDrawer({ reward, onClose }: RewardDrawerProps) {
  const existing = reward === null || reward === 'new' ? null : reward
  return (
    <ConfirmDrawer
      open={reward !== null}
      title={t(existing ? 'rewards.mall.edit' : 'rewards.mall.add')}
      onClose={onClose}
      size="large"
    >
      {reward !== null && <RewardForm existing={existing} onClose={onClose} />}
    </ConfirmDrawer>
  )
}

function RewardForm({ existing, onClose }: { existing: Reward | null; onClose: () => void }) {
  const notice = useNotice()
  const [kind, setKind] = useState<RewardKind>(existing?.kind ?? 'goods')
  const [itemId, setItemId] = useState<string | null>(existing?.itemId ?? null)
  const templates = useQuery({ ...query(api.couponTemplateList, {}), enabled: kind === 'coupon' }).data?.items ?? []
  const done = { onSuccess: () => (onClose(), notice.done(t('rewards.saved'))) }
  const create = useCommand(api.rewardCreate, done)
  const change = useCommand(api.rewardChange, done)
  const stop = useCommand(api.rewardStop, { onSuccess: onClose })
  const isCoupon = kind === 'coupon'
  const submit = (fields: Fields) => {
    const terms = termsOf(fields, { isCoupon, itemId: isCoupon ? null : itemId })
    if (existing) change.mutate({ rewardId: existing.id, version: existing.version, ...terms })
    else create.mutate({ kind, ...terms })
  }
  return (
    <>
      <CommandForm<unknown, unknown, Fields>
        command={(existing ? change : create) as typeof create as never}
        initial={existing ? { ...existing, couponTemplateId: existing.couponTemplateId ?? '' } : { ...fresh, kind }}
        onSubmit={submit}
      >
        {!existing && (
          <div className="rg-reward-kinds" role="group" aria-label={t('rewards.mall.kind')}>
            {rewardKinds.map((each) => (
              <button key={each} type="button" aria-pressed={each === kind} onClick={() => setKind(each)}>
                {t(`rewards.kind.${each}`)}
              </button>
            ))}
          </div>
        )}
        <TextField name="name" label={t('rewards.mall.name')} maxLength={60} />
        <TextField name="note" label={t('rewards.mall.note')} maxLength={500} isOptional />
        {!isCoupon && <LinkedItem itemId={itemId} onChange={setItemId} />}
        <WholeNumberField name="points" label={t('rewards.mall.points')} />
        <MoneyField name="cashCents" label={t('rewards.mall.cash')} hint={t('rewards.mall.cashHint')} isOptional />
        {!isCoupon && itemId !== null && <AtTheTill />}
        {isCoupon ? (
          <SelectField
            name="couponTemplateId"
            label={t('rewards.mall.coupon')}
            options={templates.map(({ couponTemplateId, name }) => ({ value: couponTemplateId, label: name }))}
          />
        ) : (
          <>
            <PickUpStores />
            <SwitchField name="mayPickUp" label={t('rewards.mall.mayPickUp')} />
            <SwitchField name="mayDeliver" label={t('rewards.mall.mayDeliver')} />
          </>
        )}
        <WholeNumberField
          name="unitsLeft"
          label={t('rewards.mall.left')}
          hint={t('rewards.mall.leftHint')}
          isOptional
        />
        <WholeNumberField name="memberLimit" label={t('rewards.mall.memberLimit')} isOptional />
        <WholeNumberField name="holdHours" label={t('rewards.mall.holdHours')} hint={t('rewards.mall.holdHint')} />
        <div className="rg-field-row">
          <MomentField name="startsAt" label={t('rewards.mall.startsAt')} hint={t('rewards.mall.startsHint')} />
          <MomentField name="endsAt" label={t('rewards.mall.endsAt')} isEnd />
        </div>
        <SwitchField name="isRescueOnly" label={t('rewards.mall.rescueOnly')} hint={t('rewards.mall.rescueOnlyHint')} />
        <SwitchField name="isEco" label={t('rewards.mall.isEco')} />
        <SubmitButton>{t('rewards.save')}</SubmitButton>
      </CommandForm>
      {existing && (
        <CommandForm command={stop} onSubmit={() => stop.mutate({ rewardId: existing.id })}>
          <DangerButton>{t('rewards.mall.stop')}</DangerButton>
        </CommandForm>
      )}
    </>
  )
}

const fresh = {
  ...{ mayPickUp: true, mayDeliver: false, tillPay: 'no' as const, isRescueOnly: false },
  ...{ holdHours: 72, isEco: false },
}

type Rest = { isCoupon: boolean; itemId: string | null }

function termsOf(fields: Fields, { isCoupon, itemId }: Rest) {
  const tillPay = itemId === null ? 'no' : (fields.tillPay ?? 'no')
  return {
    ...{ name: fields.name, note: fields.note ?? '', points: fields.points, cashCents: fields.cashCents ?? 0 },
    couponTemplateId: isCoupon ? (fields.couponTemplateId ?? null) : null,
    storeIds: !isCoupon && fields.storeIds?.length ? fields.storeIds : null,
    mayPickUp: !isCoupon && fields.mayPickUp,
    mayDeliver: !isCoupon && fields.mayDeliver,
    ...{ itemId, tillPay, minPurchaseCents: tillPay === 'must' ? (fields.minPurchaseCents ?? 0) : 0 },
    isRescueOnly: fields.isRescueOnly,
    memberLimit: fields.memberLimit ?? null,
    holdHours: fields.holdHours,
    isEco: fields.isEco,
    ...{ startsAt: fields.startsAt ?? null, endsAt: fields.endsAt ?? null },
    unitsLeft: fields.unitsLeft ?? null,
  }
}

/** Which item of the catalogue it is: handing it out takes it from the shelf. */
function LinkedItem({ itemId, onChange }: { itemId: string | null; onChange: (itemId: string | null) => void }) {
  const nameOf = useNames({ productIds: itemId ? [itemId] : [] })
  return (
    <Form.Item label={t('rewards.mall.item')} extra={t('rewards.mall.itemHint')}>
      {itemId === null ? (
        <ItemPicker
          label={t('rewards.mall.pickItem')}
          fits={({ kind, isWeighed }) => kind !== 'plan' && !isWeighed}
          onPick={({ id }) => onChange(id)}
        />
      ) : (
        <div className="rg-reward-item">
          <strong>{nameOf(itemId)}</strong>
          <Button size="small" onClick={() => onChange(null)}>
            {t('rewards.mall.noItem')}
          </Button>
        </div>
      )}
    </Form.Item>
  )
}

/** Where it can be had; a shop with one store is not asked. */
function PickUpStores() {
  const stores = useQuery(query(api.storeList, {})).data?.items ?? []
  if (stores.length < 2) return null
  return (
    <ChoicesField
      name="storeIds"
      label={t('rewards.mall.stores')}
      hint={t('rewards.mall.storesHint')}
      placeholder={t('rewards.mall.everyStore')}
      isOptional
      options={stores.map(({ id, name }) => ({ value: id, label: name }))}
    />
  )
}

/** Whether its money is paid at the till, and beside what purchase. */
function AtTheTill() {
  const form = Form.useFormInstance()
  const tillPay = Form.useWatch('tillPay', { form, preserve: true }) as TillPay | undefined
  return (
    <>
      <SelectField
        name="tillPay"
        label={t('rewards.mall.tillPay')}
        options={tillPays.map((value) => ({ value, label: t(`rewards.mall.tillPayKind.${value}`) }))}
      />
      {tillPay === 'must' && (
        <MoneyField
          name="minPurchaseCents"
          label={t('rewards.mall.minPurchase')}
          hint={t('rewards.mall.minPurchaseHint')}
          isOptional
        />
      )}
    </>
  )
}
