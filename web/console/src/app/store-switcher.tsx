import { CheckOutlined, DownOutlined, ShopOutlined } from '@ant-design/icons'
import { Button, Dropdown } from 'antd'
import { setTimeStyle } from '@web/ui/format-time.ts'
import { t } from './i18n.ts'
import { setPreferences } from './preferences.ts'
import { useSession, useStore } from './session.ts'

export function StoreSwitcher() {
  const { stores } = useSession()
  const store = useStore()
  if (stores.length < 2) {
    return (
      <span className="rg-store-name">
        <ShopOutlined />
        {store.name}
      </span>
    )
  }
  const choose = (storeId: string) => {
    const chosen = stores.find(({ id }) => id === storeId)
    if (!chosen) return
    setTimeStyle({ timeZone: chosen.timeZone })
    setPreferences({ storeId })
  }
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        selectable: true,
        selectedKeys: [store.id],
        onClick: ({ key }) => choose(key),
        items: stores.map(({ id, name }) => ({
          key: id,
          label: name,
          icon: <CheckOutlined className={id === store.id ? '' : 'rg-invisible'} />,
        })),
      }}
    >
      <Button type="text" icon={<ShopOutlined />} aria-label={t('app.store.switch', { name: store.name })}>
        {store.name}
        <DownOutlined className="rg-caret" />
      </Button>
    </Dropdown>
  )
}
