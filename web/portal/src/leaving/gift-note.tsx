import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api, query, useCommand } from '@staff/api'
import { formatInstant, RefusalText } from '@portal/ui'
import { t } from '#portal/app/i18n.ts'
import { paths } from '#portal/app/paths.ts'
import './leaving.css'

/** A pass that is being handed on: the link for whoever gets it, until when, and the way to keep it after all. */
export function GiftNote({ passId }: { passId: string }) {
  const { data } = useQuery(query(api.myPassGiftList, {}))
  const withdraw = useCommand(api.myPassGiftWithdraw)
  const gift = data?.items.find((one) => one.passId === passId)
  if (!gift) return null
  return (
    <section className="rp-gift-note" aria-label={t('leaving.gift.title')}>
      <p className="rp-small">{t('leaving.gift.waits', { at: formatInstant(gift.endsAt) })}</p>
      <RefusalText error={withdraw.error} />
      <div className="rp-pair">
        <ShareButton link={`${location.origin}/m${paths.passGift(gift.token)}`} />
        <button
          className="rp-link"
          type="button"
          disabled={withdraw.isPending}
          onClick={() => withdraw.mutate({ passGiftId: gift.passGiftId })}
        >
          {t('leaving.gift.keep')}
        </button>
      </div>
    </section>
  )
}

/** The phone's own sheet where it has one, else the clipboard. */
function ShareButton({ link }: { link: string }) {
  const [isCopied, setIsCopied] = useState(false)
  const share = async () => {
    try {
      if ('share' in navigator) await navigator.share({ url: link })
      else {
        await (navigator as Navigator).clipboard.writeText(link)
        setIsCopied(true)
      }
    } catch {
      // Closed without choosing anybody: nothing to say.
    }
  }
  return (
    <button className="rp-link" type="button" onClick={() => void share()}>
      {t(isCopied ? 'leaving.gift.copied' : 'leaving.gift.share')}
    </button>
  )
}
