import { DesktopOutlined } from '@ant-design/icons'
import { t } from '#app/i18n.ts'
import { paths } from '#app/paths.ts'

/** Opens the customer's screen as a window of its own, to be moved to the second display; once open, it comes to the front. */
export function OpenDisplayButton() {
  return (
    <button
      type="button"
      className="rg-till-leave"
      title={t('display.openHint')}
      onClick={() => window.open(paths.display(), 'regulars-display', 'popup,width=1024,height=640')?.focus()}
    >
      <DesktopOutlined />
      {t('display.open')}
    </button>
  )
}
