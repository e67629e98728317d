import { CheckOutlined, LogoutOutlined, SafetyCertificateOutlined } from '@ant-design/icons'
import { Dropdown, type MenuProps } from 'antd'
import { useNavigate } from 'react-router'
import { api, useCommand } from '@staff/api'
import { Avatar } from '@web/ui/avatar.tsx'
import { t } from './i18n.ts'
import { paths } from './paths.ts'
import { setPreferences, usePreferences, type Preferences } from './preferences.ts'
import { useSession } from './session.ts'

/** Language, light and dark, and the way out. */
export function UserMenu() {
  const { user } = useSession()
  const { language, scheme } = usePreferences()
  const navigate = useNavigate()
  const signOut = useCommand(api.sessionDelete, {
    changes: [],
    // A full load: nothing of this session stays in memory for whoever signs in next.
    onSuccess: () => location.assign(paths.signIn()),
  })

  const chosen = (isChosen: boolean) => <CheckOutlined className={isChosen ? '' : 'rg-invisible'} />
  const items: MenuProps['items'] = [
    {
      type: 'group',
      label: t('app.language.title'),
      children: (['zh', 'en'] satisfies Preferences['language'][]).map((key) => ({
        key: `language.${key}`,
        label: t(`app.language.${key}`),
        icon: chosen(language === key),
      })),
    },
    {
      type: 'group',
      label: t('app.scheme.title'),
      children: (['auto', 'light', 'dark'] satisfies Preferences['scheme'][]).map((key) => ({
        key: `scheme.${key}`,
        label: t(`app.scheme.${key}`),
        icon: chosen(scheme === key),
      })),
    },
    { type: 'divider' },
    { key: 'account', label: t('app.account'), icon: <SafetyCertificateOutlined /> },
    { key: 'signOut', label: t('app.signOut'), icon: <LogoutOutlined /> },
  ]

  const onClick = ({ key }: { key: string }) => {
    if (key === 'signOut') return signOut.mutate({})
    if (key === 'account') return void navigate(paths.account())
    const [setting, value] = key.split('.') as ['language' | 'scheme', string]
    return setPreferences({ [setting]: value })
  }

  return (
    <Dropdown trigger={['click']} menu={{ items, onClick }} placement="bottomRight">
      <button type="button" className="rg-user" aria-label={t('app.userMenu', { name: user.name })}>
        <Avatar name={user.name} seed={user.id} size={30} />
        <span className="rg-user-name">{user.name}</span>
      </button>
    </Dropdown>
  )
}
