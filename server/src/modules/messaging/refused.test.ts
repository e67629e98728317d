import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newId } from '#shared/ids.ts'
import { makeMember } from '#testing/make-member.ts'
import { makeShop } from '#testing/make-merchant.ts'
import { inWork } from '#testing/work.ts'
import { changePreferences } from './change-preferences.ts'
import { type ChannelInput, closeChannel, saveChannel } from './save-channel.ts'
import { saveTemplate, setKind } from './save-template.ts'
import { showMessage } from './show-message.ts'
import { listChannels } from './channel-queries.ts'
import { readTemplate } from './template-queries.ts'

const mail = (given: Partial<ChannelInput> = {}): ChannelInput => ({
  ...{ id: newId(), provider: 'smtp', name: '店铺邮箱', baseUrl: 'smtps://smtp.example.com:465' },
  ...{ fields: { from: '熟客 <post@shop.example>' }, partPriceMills: 0, perSecond: 1, dayMost: null },
  ...given,
})

test(
  'an account that is none, a second one of a channel, another provider in its place and a stray field are refused, nothing is kept of them',
  inWork(async (work) => {
    await makeShop(work)
    const first = mail()
    await assert.rejects(saveChannel(work, first, 'change'), { code: 'message_channel_not_found' })
    await assert.rejects(closeChannel(work, first.id), { code: 'message_channel_not_found' })
    await assert.rejects(saveChannel(work, mail({ fields: { from: 'nobody' } }), 'open'), {
      code: 'invalid_channel_field',
      details: { field: 'from' },
    })
    await assert.rejects(saveChannel(work, mail({ fields: { ...first.fields, colour: 'red' } }), 'open'), {
      code: 'invalid_channel_field',
      details: { field: 'colour' },
    })
    await saveChannel(work, first, 'open')
    await assert.rejects(saveChannel(work, mail(), 'open'), { code: 'message_channel_exists' })
    const other = { ...first, provider: 'aliyun' as const, baseUrl: 'https://dysmsapi.aliyuncs.com' }
    await assert.rejects(saveChannel(work, other, 'change'), { code: 'message_channel_fixed' })
    assert.deepEqual(
      (await listChannels(work)).map(({ id, name }) => [id, name]),
      [[first.id, first.name]],
    )
  }),
)

test(
  'a wording without its title, or over one that was not seen, is refused; the words stay',
  inWork(async (work) => {
    await makeShop(work)
    const words = { kind: 'pass_ended', channel: 'inbox', language: 'zh', providerCodes: {} } as const
    const before = await readTemplate(work, 'pass_ended', 'inbox', 'zh')
    const { version } = before
    await assert.rejects(saveTemplate(work, { ...words, version, title: ' ', body: '再见' }), {
      code: 'template_title_needed',
    })
    await saveTemplate(work, { ...words, version, title: '到期', body: '您的「{{pass}}」到期了。' })
    await assert.rejects(saveTemplate(work, { ...words, version, title: '到期', body: '晚了一步' }), {
      code: 'template_changed',
    })
    assert.equal((await readTemplate(work, 'pass_ended', 'inbox', 'zh')).body, '您的「{{pass}}」到期了。')
  }),
)

test(
  'a kind goes out only over channels it is made for, and codes cannot be turned off',
  inWork(async (work) => {
    await makeShop(work)
    const off = { isOn: false, channels: [] }
    await assert.rejects(setKind(work, { kind: 'code_sign_in', ...off }), { code: 'kind_needed' })
    await assert.rejects(setKind(work, { kind: 'pass_ended', isOn: true, channels: ['sms'] }), {
      code: 'invalid_kind_channels',
      details: { channel: 'sms' },
    })
    await assert.rejects(setKind(work, { kind: 'pass_ended', isOn: true, channels: [] }), {
      code: 'invalid_kind_channels',
    })
    await setKind(work, { kind: 'pass_ended', ...off })
  }),
)

test(
  'quiet hours that begin when they end are none, and a message that is none is not shown',
  inWork(async (work) => {
    await makeShop(work)
    const { id } = await makeMember(work)
    const quietHours = { fromMinute: 600, toMinute: 600 }
    await assert.rejects(changePreferences(work, id, { quietHours }, 'portal'), { code: 'invalid_quiet_hours' })
    await assert.rejects(showMessage(work, newId(), 'https://shop.example'), { code: 'message_not_found' })
  }),
)
