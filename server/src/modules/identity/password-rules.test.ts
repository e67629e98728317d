import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isRefusal } from '#shared/refusal.ts'
import { isCommonPassword } from './common-passwords.ts'
import { checkLoginName, checkPassword, checkPin, normalLoginName } from './password-rules.ts'

const names = ['wang.wei@qingtian.cn', '王伟', '晴天美容']

const passwords: [password: string, outcome: string][] = [
  ['short 7', 'password_too_short'],
  ['八个字才刚好', 'password_too_short'],
  ['nur Buchstaben', 'allowed'], // No digits, no symbols: nothing is demanded of the mix.
  ['一二三四五六七八', 'allowed'],
  ['🐼🐼🎋🎋🍵🍵🌧🌧', 'allowed'],
  ['x'.repeat(9), 'password_common'],
  ['correct horse battery staple '.repeat(2), 'allowed'], // 58 characters
  [`${'ab cd '.repeat(10)}1234`, 'allowed'], // 64 characters: ASVS asks for at least these
  ['abc '.repeat(40), 'password_too_long'],
  ['password1', 'password_common'],
  ['woaini1314', 'password_common'],
  ['Abc123456', 'password_common'],
  ['wo ai ni de yanjing', 'allowed'],
  ['qingtian123', 'password_holds_name'],
  ['晴天美容2026', 'password_holds_name'],
  ['WANG.WEI@qingtian.cn', 'password_holds_name'],
  ['a lake, 王伟, and a boat', 'allowed'], // Enough is left beside the name.
]
for (const [password, outcome] of passwords) {
  test(`the password “${password.slice(0, 24)}” is ${outcome}`, async () => {
    const checked = checkPassword(password, { names, isCommon: await isCommonPassword(password) })
    assert.equal(isRefusal(checked) ? checked.code : 'allowed', outcome)
  })
}

const pins: [pin: string, isAllowed: boolean][] = [
  ['482913', true],
  ['100200', true],
  ['123456', false],
  ['987654', false],
  ['000000', false],
  ['121212', false],
  ['369369', false],
  ['12345', false],
  ['１２９４７２', false],
]
for (const [pin, isAllowed] of pins)
  test(`the PIN ${pin} is ${isAllowed ? 'allowed' : 'refused'}`, () => assert.equal(checkPin(pin) === pin, isAllowed))

test('full-width and capital letters write the same login name', () => {
  assert.equal(normalLoginName(' ＷａｎｇWei '), 'wangwei')
  assert.equal(checkLoginName('王伟_1'), '王伟_1')
  for (const bad of ['ab', 'a b c', 'x'.repeat(61), 'a\u202Eb', 'ab\u0000c', "x' or 1=1"])
    assert.ok(isRefusal(checkLoginName(bad)), bad)
})
