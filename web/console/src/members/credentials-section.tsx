import { Button } from 'antd'
import { useState } from 'react'
import { api, hrefOf, useCommand } from '@staff/api'
import {
  CommandForm,
  ConfirmDrawer,
  DangerButton,
  InstantText,
  PhoneField,
  ReasonField,
  RefusalText,
  StatusTag,
  SubmitButton,
  TextField,
  useNotice,
} from '@staff/ui'
import { t } from '#app/i18n.ts'
import { useMay } from '#app/session.ts'
import type { Member } from './member-words.ts'
import { PhoneText } from './phone-text.tsx'

type Credential = Member['credentials'][number]
type Act = { kind: 'card' } | { kind: 'phone' } | { kind: 'replace' | 'block'; credential: Credential } | null

/** Everything that identifies the member at the till. What they own belongs to them, not to a card. */
export function CredentialsSection({ member }: { member: Member }) {
  const may = useMay()
  const notice = useNotice()
  const [act, setAct] = useState<Act>(null)
  const unblock = useCommand(api.memberCredentialUnblock)
  const renew = useCommand(api.memberCodeRenew, { onSuccess: () => notice.done(t('members.code.renewed')) })
  const mayEdit = may('members.edit')
  const close = () => setAct(null)
  return (
    <div className="rg-credentials">
      <figure className="rg-symbol">
        <img
          src={hrefOf(api.memberSymbol, { memberId: member.id })}
          alt={t('members.code.qr')}
          width={132}
          height={132}
        />
        <figcaption className="rg-tabular">{member.number}</figcaption>
        <a href={hrefOf(api.memberSymbol, { memberId: member.id, kind: 'barcode' })} target="_blank" rel="noreferrer">
          {t('members.code.barcode')}
        </a>
        {mayEdit && (
          <Button size="small" loading={renew.isPending} onClick={() => renew.mutate({ memberId: member.id })}>
            {t('members.code.renew')}
          </Button>
        )}
        <RefusalText error={renew.error} />
      </figure>
      <div className="rg-credentials-list">
        <RefusalText error={unblock.error} />
        <ul className="rg-member-rows">
          {member.credentials.map((credential) => (
            <li key={credential.id}>
              <div>
                <strong>
                  {credential.kind === 'phone' ? <PhoneText phone={credential.label} /> : credential.label}{' '}
                  <CredentialState credential={credential} />
                </strong>
                <span className="rg-faint">
                  {t(credential.kind === 'phone' ? 'members.field.phone' : 'members.field.card')} ·{' '}
                  <InstantText at={credential.addedAt} relative />
                  {credential.blockedReason && ` · ${credential.blockedReason}`}
                </span>
              </div>
              {mayEdit && (
                <div className="rg-row-actions">
                  {credential.kind === 'card' && !credential.replacedBy && (
                    <Button size="small" onClick={() => setAct({ kind: 'replace', credential })}>
                      {t('members.card.replace')}
                    </Button>
                  )}
                  {!credential.blockedAt && (
                    <Button size="small" onClick={() => setAct({ kind: 'block', credential })}>
                      {t('members.card.block')}
                    </Button>
                  )}
                  {credential.blockedAt && !credential.replacedBy && (
                    <Button size="small" onClick={() => unblock.mutate({ credentialId: credential.id })}>
                      {t('members.card.unblock')}
                    </Button>
                  )}
                </div>
              )}
            </li>
          ))}
        </ul>
        {member.credentials.length === 0 && <p className="rg-faint">{t('members.card.none')}</p>}
        {mayEdit && (
          <div className="rg-row-actions">
            <Button onClick={() => setAct({ kind: 'card' })}>{t('members.card.add')}</Button>
            <Button onClick={() => setAct({ kind: 'phone' })}>
              {t(member.phone ? 'members.phone.change' : 'members.phone.add')}
            </Button>
          </div>
        )}
      </div>
      <ConfirmDrawer open={act !== null} title={act ? titleOf(act, member) : ''} onClose={close}>
        {act?.kind === 'card' && <AddCard memberId={member.id} onDone={close} />}
        {act?.kind === 'phone' && <ChangePhone memberId={member.id} onDone={close} />}
        {act?.kind === 'replace' && <ReplaceCard credentialId={act.credential.id} onDone={close} />}
        {act?.kind === 'block' && <Block credentialId={act.credential.id} onDone={close} />}
      </ConfirmDrawer>
    </div>
  )
}

function titleOf(act: NonNullable<Act>, member: Member): string {
  if (act.kind === 'card') return t('members.card.add')
  if (act.kind === 'phone') return t(member.phone ? 'members.phone.change' : 'members.phone.add')
  return t(act.kind === 'replace' ? 'members.card.replace' : 'members.card.block')
}

function CredentialState({ credential }: { credential: Credential }) {
  if (credential.replacedBy) return <StatusTag>{t('members.card.replaced')}</StatusTag>
  if (credential.blockedAt) return <StatusTag tone="bad">{t('members.card.blocked')}</StatusTag>
  return credential.isMain ? <StatusTag tone="primary">{t('members.phone.main')}</StatusTag> : null
}

function AddCard({ memberId, onDone }: { memberId: string; onDone: () => void }) {
  const add = useCommand(api.memberCredentialCreate, { onSuccess: onDone })
  return (
    <CommandForm
      command={add}
      onSubmit={({ value }: { value: string }) => add.mutate({ memberId, kind: 'card', value })}
    >
      <TextField name="value" label={t('members.field.card')} hint={t('members.card.hint')} maxLength={40} autoFocus />
      <SubmitButton block>{t('members.card.add')}</SubmitButton>
    </CommandForm>
  )
}

function ChangePhone({ memberId, onDone }: { memberId: string; onDone: () => void }) {
  const change = useCommand(api.memberPhoneChange, { onSuccess: onDone })
  return (
    <CommandForm command={change} onSubmit={({ phone }: { phone: string }) => change.mutate({ memberId, phone })}>
      <PhoneField name="phone" label={t('members.phone.new')} hint={t('members.phone.hint')} autoFocus />
      <SubmitButton block>{t('members.save')}</SubmitButton>
    </CommandForm>
  )
}

function ReplaceCard({ credentialId, onDone }: { credentialId: string; onDone: () => void }) {
  const replace = useCommand(api.memberCardReplace, { onSuccess: onDone })
  return (
    <CommandForm
      command={replace}
      onSubmit={(values: { cardNumber: string; reason: string }) => replace.mutate({ credentialId, ...values })}
    >
      <TextField name="cardNumber" label={t('members.card.new')} maxLength={40} autoFocus />
      <ReasonField name="reason" label={t('members.card.why')} hint={t('members.card.replaceHint')} />
      <SubmitButton block>{t('members.card.replace')}</SubmitButton>
    </CommandForm>
  )
}

function Block({ credentialId, onDone }: { credentialId: string; onDone: () => void }) {
  const block = useCommand(api.memberCredentialBlock, { onSuccess: onDone })
  return (
    <CommandForm command={block} onSubmit={({ reason }: { reason: string }) => block.mutate({ credentialId, reason })}>
      <ReasonField name="reason" label={t('members.card.why')} hint={t('members.card.blockHint')} autoFocus />
      <DangerButton block>{t('members.card.block')}</DangerButton>
    </CommandForm>
  )
}
