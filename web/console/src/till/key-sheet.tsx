import { KeyHint, ModalDialog } from '@staff/ui'
import { t, type SentenceKey } from '#app/i18n.ts'

const rows: readonly (readonly [keys: readonly string[], what: SentenceKey])[] = [
  [['F2'], 'till.keys.member'],
  [['F3'], 'till.keys.discount'],
  [['F4'], 'till.keys.hold'],
  [['F5'], 'till.keys.coupons'],
  [['F6'], 'till.keys.check'],
  [['F7'], 'till.keys.line'],
  [['F8'], 'till.keys.details'],
  [['F9'], 'till.keys.pay'],
  [['F10'], 'till.keys.back'],
  [['↑', '↓'], 'till.keys.move'],
  [['←', '→'], 'till.keys.count'],
  [['Delete'], 'till.keys.remove'],
  [['3*'], 'till.keys.times'],
  [['Enter'], 'till.keys.enter'],
  [['Esc'], 'till.keys.close'],
]

/** Every key of the till on one sheet. */
export function KeySheet({ open, onClose }: { open: boolean; onClose: () => void }) {
  return (
    <ModalDialog open={open} onCancel={onClose} footer={null} title={t('till.keys.title')} width={560} destroyOnHidden>
      <dl className="rg-key-sheet">
        {rows.map(([keys, what]) => (
          <div key={what}>
            <dt>
              <KeyHint keys={keys} />
            </dt>
            <dd>{t(what)}</dd>
          </div>
        ))}
      </dl>
      <p className="rg-faint">{t('till.keys.scanner')}</p>
    </ModalDialog>
  )
}
