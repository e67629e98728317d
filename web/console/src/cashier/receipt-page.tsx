import { GlobalOutlined, LinkOutlined, PrinterOutlined, ShareAltOutlined } from '@ant-design/icons'
import { useSuspenseQuery } from '@tanstack/react-query'
import { Button, Input } from 'antd'
import { useEffect, useState } from 'react'
import { useLoaderData, type LoaderFunctionArgs } from 'react-router'
import { api, hrefOf, query } from '@staff/api'
import { useNotice } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { paths } from '#app/paths.ts'
import { setPreferences, usePreferences } from '#app/preferences.ts'
import { queryClient } from '#app/query-client.ts'
import { PaperFileLink } from '#console/printing/paper-file-link.tsx'
import { ReceiptInvoice } from './receipt-invoice.tsx'
import { ReceiptPaper } from './receipt-paper.tsx'
import './receipt.css'

const receiptQuery = (token: string) => ({ ...query(api.receiptGet, { token }), staleTime: 60_000 })

export async function loader({ params }: LoaderFunctionArgs) {
  const token = params['token'] ?? ''
  await queryClient.ensureQueryData(receiptQuery(token))
  return { token }
}

/** What the customer sees behind the receipt's QR code: the paper itself, to keep, pass on or print. No sign-in. */
export function ReceiptPage() {
  const { token } = useLoaderData<typeof loader>()
  const receipt = useSuspenseQuery(receiptQuery(token)).data
  const url = `${location.origin}${paths.receipt({ token })}`
  const title = `${receipt.receiptNumber} · ${receipt.merchantName}`
  useEffect(() => {
    document.title = title
  }, [title])
  return (
    <div className="rg-receipt-page">
      <main className="rg-receipt-sheet">
        <h1 className="rg-receipt-title">{t('cashier.receipt.title')}</h1>
        <ReceiptPaper receipt={receipt} url={url} />
      </main>
      <ReceiptInvoice token={token} currency={receipt.currency} />
      <ReceiptTools url={url} title={title} pdfHref={hrefOf(api.receiptFile, { token, format: 'pdf' })} />
    </div>
  )
}

function ReceiptTools({ url, title, pdfHref }: { url: string; title: string; pdfHref: string }) {
  const { language } = usePreferences()
  const notice = useNotice()
  const [isLinkShown, setLinkShown] = useState(false)
  // Browsers share and copy only on https; on a shop's own plain network the link is shown to be copied by hand.
  const copy = () =>
    navigator.clipboard
      ? navigator.clipboard.writeText(url).then(
          () => notice.done(t('cashier.receipt.copied')),
          () => setLinkShown(true),
        )
      : setLinkShown(true)
  const share = () => navigator.share({ title, url }).catch(() => undefined) // closed again without sharing
  return (
    <div className="rg-receipt-tools">
      <Button size="large" type="primary" icon={<PrinterOutlined />} onClick={() => print()}>
        {t('cashier.receipt.print')}
      </Button>
      <PaperFileLink href={pdfHref} size="large" />
      {'share' in navigator ? (
        <Button size="large" icon={<ShareAltOutlined />} onClick={() => void share()}>
          {t('cashier.receipt.share')}
        </Button>
      ) : (
        <Button size="large" icon={<LinkOutlined />} onClick={() => void copy()}>
          {t('cashier.receipt.copy')}
        </Button>
      )}
      <Button
        size="large"
        type="text"
        icon={<GlobalOutlined />}
        onClick={() => setPreferences({ language: language === 'zh' ? 'en' : 'zh' })}
      >
        {language === 'zh' ? 'English' : '中文'}
      </Button>
      {isLinkShown && (
        <Input
          readOnly
          autoFocus
          aria-label={t('cashier.receipt.link')}
          value={url}
          onFocus={(event) => event.currentTarget.select()}
        />
      )}
    </div>
  )
}
