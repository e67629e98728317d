import type { api, ResponseOf } from '@staff/api'

type Accounts = ResponseOf<typeof api.memberAccountsGet>

/** Stored value (principal and bonus together) and points that can be used now. */
export function usable(accounts: Accounts | undefined): { storedCents: number; points: number; debt: number } {
  const units = (assets: readonly string[]) =>
    (accounts?.items ?? [])
      .filter(({ asset }) => assets.includes(asset))
      .reduce((sum, { availableUnits }) => sum + availableUnits, 0)
  const debt = accounts?.items.find(({ asset }) => asset === 'points')?.debtUnits ?? 0
  return { storedCents: units(['stored_principal', 'stored_bonus']), points: units(['points']), debt }
}
