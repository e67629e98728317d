import { useState } from 'react'
import { t } from '#portal/app/i18n.ts'

/** Hands a link on: by what the phone shares with, or, where it cannot, to the clipboard; the link itself stands there to be copied. */
export function ShareLink({ title, path }: { title: string; path: string }) {
  const [isCopied, setCopied] = useState(false)
  const url = `${location.origin}${path}`
  const canShare = typeof navigator.share === 'function'
  const share = () => navigator.share({ title, url }).catch(() => undefined) // closed again without sharing
  const copy = () =>
    navigator.clipboard?.writeText(url).then(
      () => setCopied(true),
      () => undefined, // not allowed: the link stands below
    )
  return (
    <div className="rp-form">
      <input className="rp-input" readOnly aria-label={t('coupons.give.link')} value={url} />
      <button type="button" className="rp-button" onClick={() => void (canShare ? share() : copy())}>
        {isCopied ? t('coupons.give.copied') : t(canShare ? 'coupons.give.share' : 'coupons.give.copy')}
      </button>
    </div>
  )
}
