import type { Page } from 'playwright-core'
import { codeSent } from './shop-commands.ts'

/** A member signs in on the phone: the number, the code that the owner's outbox shows, the card. */
export async function signInPhone(phone: Page, owner: Page, number: string): Promise<void> {
  await phone.goto('/m/')
  await phone.getByLabel('手机号').fill(number)
  await phone.getByRole('button', { name: '获取验证码' }).click()
  await phone.getByRole('heading', { name: '输入验证码' }).waitFor()
  await phone.getByLabel('验证码', { exact: true }).fill(await codeSent(owner))
  await phone.getByRole('link', { name: /出示会员码/ }).waitFor()
}
