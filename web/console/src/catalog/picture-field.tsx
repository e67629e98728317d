import { PictureOutlined } from '@ant-design/icons'
import { useMutation } from '@tanstack/react-query'
import { Button, Form } from 'antd'
import { useRef } from 'react'
import { newId } from '#shared/ids.ts'
import { api, hrefOf, send } from '@staff/api'
import { RefusalText } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { useFormField } from '#console/ui/form-context.ts'
import { shrinkPicture } from './shrink-picture.ts'

/** The item's photo: kept as soon as it is chosen, the item's own once the form is saved. */
export function PictureField({ name }: { name: string }) {
  useFormField(name)
  return (
    <Form.Item name={name} className="rg-item-picture">
      <PictureInput />
    </Form.Item>
  )
}

function PictureInput({ value, onChange }: { value?: string | null; onChange?: (pictureId: string | null) => void }) {
  const input = useRef<HTMLInputElement>(null)
  const keep = useMutation({
    mutationFn: async (file: File) => {
      const content = await shrinkPicture(file).catch(() => null)
      if (!content) return null
      return send(api.pictureCreate, { content }, { idempotencyKey: newId() })
    },
    onSuccess: (answer) => answer && onChange?.(answer.pictureId),
  })
  return (
    <div className="rg-picture">
      <button
        type="button"
        className="rg-picture-frame"
        aria-label={t(value ? 'catalog.picture.change' : 'catalog.picture.add')}
        aria-busy={keep.isPending}
        onClick={() => input.current?.click()}
      >
        {value ? <img src={hrefOf(api.pictureGet, { pictureId: value })} alt="" /> : <PictureOutlined />}
        <span>{t(value ? 'catalog.picture.change' : 'catalog.picture.add')}</span>
      </button>
      <input
        ref={input}
        hidden
        type="file"
        accept="image/*"
        aria-label={t('catalog.picture.add')}
        onChange={(event) => {
          const file = event.target.files?.[0]
          if (file) keep.mutate(file)
          event.target.value = ''
        }}
      />
      {value && (
        <Button type="link" size="small" onClick={() => onChange?.(null)}>
          {t('catalog.picture.remove')}
        </Button>
      )}
      {keep.data === null && (
        <span className="rg-refusal" role="alert">
          {t('catalog.picture.unreadable')}
        </span>
      )}
      <RefusalText error={keep.error} />
    </div>
  )
}
