import { CheckCircleFilled, MinusOutlined, PlusOutlined } from '@ant-design/icons'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Button, Select, Skeleton } from 'antd'
import { useState } from 'react'
import { api, query, useCommand, type ResponseOf } from '@staff/api'
import { formatDay, formatMoney, ModalDialog, RefusalText, StatusTag } from '@staff/ui'
import { refusalSentence } from '#app/refusal-sentence.ts'
import { t } from '#app/i18n.ts'
import { useStore } from '#app/session.ts'
import { passChanges, type PassRow } from './pass-words.ts'
import './passes.css'
import { UndoButton } from './pass-timeline.tsx'
import { type Proof, ProofField } from './proof-field.tsx'
import { catalogQuery } from '#console/till/till-data.ts'

type Fits = ResponseOf<typeof api.passFitList>
type Fit = Fits['fits'][number]
type Used = ResponseOf<typeof api.passUseCreate>

type UsePassDialogProps = {
  memberId: string
  memberName: string
  /** The pass that was tapped; null: closed. */
  openedPassId: string | null
  passes: readonly PassRow[]
  onClose: () => void
  onRenew: (planId: string, passId: string) => void
}

/** A visit on a pass: what fits now with the best first and why, how many, done. What was done can be taken back at once. */
export function UsePassDialog({ openedPassId, memberName, onClose, ...rest }: UsePassDialogProps) {
  return (
    <ModalDialog
      open={openedPassId !== null}
      onCancel={onClose}
      footer={null}
      width={560}
      title={t('passes.till.title', { name: memberName })}
      destroyOnHidden
    >
      {openedPassId && <Choice openedPassId={openedPassId} onClose={onClose} {...rest} />}
    </ModalDialog>
  )
}

type ChoiceProps = Omit<UsePassDialogProps, 'openedPassId' | 'memberName'> & { openedPassId: string }

function Choice({ memberId, openedPassId, passes, onClose, onRenew }: ChoiceProps) {
  const { id: storeId } = useStore()
  const [units, setUnits] = useState(1)
  const [chosen, setChosen] = useState<string | null>(null)
  const [proof, setProof] = useState<Proof | null>(null)
  const [used, setUsed] = useState<Used | null>(null)
  const [staffGrade, setStaffGrade] = useState<string | null>(null)
  const [itemId, setItem] = useState<string | null>(null)
  const wish = { ...(staffGrade === null ? {} : { staffGrade }), ...(itemId === null ? {} : { itemId }) }
  const fits = useQuery({
    ...query(api.passFitList, { memberId, storeId, units, ...wish }),
    ...{ staleTime: 0, placeholderData: keepPreviousData },
  })
  const use = useCommand(api.passUseCreate, { changes: passChanges, onSuccess: setUsed })
  if (used) return <Done used={used} onClose={onClose} onUndone={() => setUsed(null)} />
  if (fits.error) return <RefusalText error={fits.error} />
  if (!fits.data) return <Skeleton active />
  const { reason, unfit } = fits.data
  const rows = fits.data.fits
  const keyOf = ({ passId, componentId }: Pick<Fit, 'passId' | 'componentId'>) => `${passId}/${componentId}`
  const selected =
    rows.find((fit) => keyOf(fit) === chosen) ?? rows.find(({ passId }) => passId === openedPassId) ?? rows[0]
  return (
    <div className="rg-use">
      <Service value={itemId} onChange={setItem} />
      <StaffGrade unfit={unfit} value={staffGrade} onChange={setStaffGrade} />
      {rows.length === 0 && <p>{t('passes.till.none')}</p>}
      <div role="radiogroup" aria-label={t('passes.title')} className="rg-use-fits">
        {rows.map((fit, index) => (
          <button
            key={keyOf(fit)}
            type="button"
            role="radio"
            aria-checked={fit === selected}
            className={fit === selected ? 'rg-use-fit rg-use-fit-on' : 'rg-use-fit'}
            onClick={() => setChosen(keyOf(fit))}
          >
            <strong>{fit.componentName}</strong>
            <span>
              {fit.leftUnits === null ? t('passes.left.unlimited') : t('passes.left.only', { count: fit.leftUnits })}
            </span>
            <small>
              {fit.passName} ·{' '}
              {fit.endsDay ? t('passes.until.day', { day: formatDay(fit.endsDay) }) : t('passes.until.never')}
            </small>
            {index === 0 && reason && (
              <StatusTag tone="good">
                {t('passes.till.best')} · {t(`passes.till.reason.${reason === 'only_one' ? 'alone' : reason}`)}
              </StatusTag>
            )}
          </button>
        ))}
      </div>
      {selected && (
        <>
          <div className="rg-use-row">
            <Stepper units={units} onChange={setUnits} />
            <ProofField memberId={memberId} proof={proof} onProof={setProof} />
          </div>
          <Button
            type="primary"
            size="large"
            block
            autoFocus
            loading={use.isPending}
            onClick={() =>
              use.mutate({
                ...{ passId: selected.passId, componentId: selected.componentId, memberId, storeId, units, ...wish },
                ...proof,
              })
            }
          >
            {t('passes.till.use', { count: units })}
          </Button>
        </>
      )}
      <RefusalText error={use.error} />
      <Unfit unfit={unfit} />
      <Renewals passes={passes} openedPassId={openedPassId} onRenew={onRenew} />
    </div>
  )
}

function Done({ used, onClose, onUndone }: { used: Used; onClose: () => void; onUndone: () => void }) {
  return (
    <div className="rg-use-done" role="status">
      <CheckCircleFilled />
      <strong>{t('passes.till.used', { units: used.units })}</strong>
      <span>
        {used.leftUnits === null ? t('passes.left.unlimited') : t('passes.till.left', { count: used.leftUnits })}
      </span>
      <UndoButton useId={used.useId} onUndone={onUndone} />
      <Button type="primary" size="large" block autoFocus onClick={onClose}>
        {t('passes.till.done')}
      </Button>
    </div>
  )
}

const mostUnits = 20

function Stepper({ units, onChange }: { units: number; onChange: (units: number) => void }) {
  return (
    <div className="rg-use-units">
      <Button
        size="large"
        icon={<MinusOutlined />}
        aria-label={`${t('passes.till.units')} −1`}
        disabled={units <= 1}
        onClick={() => onChange(units - 1)}
      />
      <strong>{units}</strong>
      <Button
        size="large"
        icon={<PlusOutlined />}
        aria-label={`${t('passes.till.units')} +1`}
        disabled={units >= mostUnits}
        onClick={() => onChange(units + 1)}
      />
    </div>
  )
}

/** What was done, where it matters: then only what it is for fits, and the visit says so. */
function Service({ value, onChange }: { value: string | null; onChange: (itemId: string | null) => void }) {
  const { id: storeId } = useStore()
  const { data } = useQuery(catalogQuery(storeId))
  const services = [...(data?.items.values() ?? [])].filter(({ kind }) => kind === 'service')
  if (services.length === 0) return null
  return (
    <label className="rg-use-grade">
      <span>{t('passes.till.service')}</span>
      <Select<string>
        size="large"
        allowClear
        showSearch={{ optionFilterProp: 'label' }}
        aria-label={t('passes.till.service')}
        value={value}
        placeholder={t('passes.till.serviceHint')}
        options={services.map(({ id, name }) => ({ value: id, label: name }))}
        onChange={(id: string | undefined) => onChange(id ?? null)}
      />
    </label>
  )
}

type StaffGradeProps = Pick<Fits, 'unfit'> & { value: string | null; onChange: (grade: string | null) => void }

/** Who serves: asked only where a pass is for some grades, which are the choices. */
function StaffGrade({ unfit, value, onChange }: StaffGradeProps) {
  const asked = unfit.flatMap(({ code, details }) =>
    code === 'pass_other_staff' && Array.isArray(details['staffGrades']) ? (details['staffGrades'] as string[]) : [],
  )
  const grades = [...new Set([...asked, ...(value === null ? [] : [value])])]
  if (grades.length === 0) return null
  return (
    <label className="rg-use-grade">
      <span>{t('passes.till.staffGrade')}</span>
      <Select<string>
        size="large"
        allowClear
        aria-label={t('passes.till.staffGrade')}
        value={value}
        placeholder={t('passes.till.staffGradeHint')}
        options={grades.map((grade) => ({ value: grade, label: grade }))}
        onChange={(grade: string | undefined) => onChange(grade ?? null)}
      />
    </label>
  )
}

function Unfit({ unfit }: Pick<Fits, 'unfit'>) {
  if (unfit.length === 0) return null
  return (
    <details className="rg-use-unfit">
      <summary>{t('passes.till.unfit')}</summary>
      <ul>
        {unfit.map(({ passId, componentId, passName, componentName, code, details }) => (
          <li key={`${passId}/${componentId}`}>
            <strong>{componentName ?? passName}</strong> {refusalSentence(code, details)}
          </li>
        ))}
      </ul>
    </details>
  )
}

function Renewals({ passes, openedPassId, onRenew }: Pick<ChoiceProps, 'passes' | 'openedPassId' | 'onRenew'>) {
  const pass = passes.find(({ id }) => id === openedPassId)
  if (!pass || pass.endsDay === null) return null
  return (
    <Button size="large" block onClick={() => onRenew(pass.planId, pass.id)}>
      {pass.lockedPriceCents === null
        ? t('passes.till.renew')
        : t('passes.till.renewLocked', { amount: formatMoney(pass.lockedPriceCents) })}
    </Button>
  )
}
