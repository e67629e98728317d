import { FilePdfOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { t } from '#app/i18n.ts'

/** The paper as a PDF, to keep or to send on: also where there is no printer. */
export function PaperFileLink({ href, size }: { href: string; size?: 'large' | 'small' }) {
  return (
    <Button {...(size && { size })} icon={<FilePdfOutlined />} href={href} download>
      {t('printing.pdf')}
    </Button>
  )
}
