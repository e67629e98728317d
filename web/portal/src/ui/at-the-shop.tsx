import type { ReactNode } from 'react'
import { t } from '#portal/app/i18n.ts'
import { useShop } from '#portal/app/session.ts'
import { Icon } from './icon.tsx'

/** What is done in the shop: which shops there are, and how to call them. */
export function AtTheShop({ children }: { children: ReactNode }) {
  const { merchant, stores } = useShop()
  return (
    <div className="rp-paper rp-shops">
      <p>{children}</p>
      <ul>
        {stores.map((store) => {
          const phone = store.phone || merchant.phone
          return (
            <li key={store.id}>
              <Icon name="shop" size={20} />
              <span>
                <strong>{store.name}</strong>
                {store.address && <span className="rp-row-hint">{store.address}</span>}
              </span>
              {phone && (
                <a className="rp-call" href={`tel:${phone.replace(/[^\d+]/g, '')}`}>
                  <Icon name="phone" size={18} />
                  <span>
                    {t('app.call')}
                    <span className="rp-row-hint"> {phone}</span>
                  </span>
                </a>
              )}
            </li>
          )
        })}
      </ul>
    </div>
  )
}
