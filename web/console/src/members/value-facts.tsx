import { Facts, formatMoney } from '@staff/ui'
import { assetName, isMoney } from './member-words.ts'

type Owned = { asset: string; balanceUnits: number; debtUnits: number }

/** What a member owns here, asset by asset. */
export function ValueFacts({ value }: { value: readonly Owned[] }) {
  const shown = ({ asset, balanceUnits }: Owned) =>
    isMoney(asset) ? formatMoney(balanceUnits) : balanceUnits.toLocaleString()
  return <Facts rows={value.map((owned) => [assetName(owned.asset), shown(owned)])} />
}
