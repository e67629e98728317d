import type { api, ResponseOf } from '@staff/api'
import { formatMoney } from '@portal/ui'
import { t } from '#portal/app/i18n.ts'

export type Account = ResponseOf<typeof api.myAccountsGet>['items'][number]

export function accountOf(accounts: readonly Account[], asset: string): Account | undefined {
  return accounts.find((account) => account.asset === asset)
}

export function storedCents(accounts: readonly Account[]): number {
  return ['stored_principal', 'stored_bonus'].reduce(
    (sum, asset) => sum + (accountOf(accounts, asset)?.balanceUnits ?? 0),
    0,
  )
}

/** Points and money, and what of it is not free yet. */
export function Balances({ accounts }: { accounts: readonly Account[] }) {
  const points = accountOf(accounts, 'points')
  const principal = accountOf(accounts, 'stored_principal')?.balanceUnits ?? 0
  const bonus = accountOf(accounts, 'stored_bonus')?.balanceUnits ?? 0
  return (
    <dl className="rp-balances">
      <div>
        <dt>{t('statement.asset.points')}</dt>
        <dd>{(points?.balanceUnits ?? 0).toLocaleString('en-US')}</dd>
        <dd className="rp-small">
          {points && points.debtUnits > 0
            ? t('statement.owed', { points: points.debtUnits })
            : points && points.pendingUnits > 0
              ? t('statement.ofThesePending', { points: points.pendingUnits })
              : t('statement.usable', { points: (points?.availableUnits ?? 0).toLocaleString('en-US') })}
        </dd>
      </div>
      <div>
        <dt>{t('statement.asset.stored')}</dt>
        <dd>{formatMoney(principal + bonus)}</dd>
        <dd className="rp-small">
          {t('statement.split', { principal: formatMoney(principal), bonus: formatMoney(bonus) })}
        </dd>
      </div>
    </dl>
  )
}
