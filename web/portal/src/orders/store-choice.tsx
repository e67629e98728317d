import { t } from '#portal/app/i18n.ts'
import { useShop } from '#portal/app/session.ts'

/** Which shop answers for what is bought; nothing where there is one. */
export function StoreChoice({ storeId, onChoose }: { storeId: string; onChoose: (storeId: string) => void }) {
  const { stores } = useShop()
  if (stores.length < 2) return null
  return (
    <label className="rp-field rp-order-store">
      <span>{t('orders.store')}</span>
      <select className="rp-select" value={storeId} onChange={(event) => onChoose(event.target.value)}>
        {stores.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
    </label>
  )
}
