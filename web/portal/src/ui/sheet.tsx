import { type ReactNode, useEffect, useId, useRef } from 'react'
import { t } from '#portal/app/i18n.ts'

/** A question that comes up from below, over the page it is about. Closes by its button and by Escape. */
export function Sheet({ title, onClose, children }: { title: string; onClose: () => void; children: ReactNode }) {
  const dialog = useRef<HTMLDialogElement>(null)
  const titleId = useId()
  useEffect(() => {
    dialog.current?.showModal()
  }, [])
  return (
    <dialog ref={dialog} className="rp-sheet" aria-labelledby={titleId} onClose={onClose}>
      <div className="rp-sheet-body">
        <h2 id={titleId}>{title}</h2>
        {children}
        <button className="rp-button rp-button-plain" type="button" onClick={() => dialog.current?.close()}>
          {t('app.cancel')}
        </button>
      </div>
    </dialog>
  )
}
