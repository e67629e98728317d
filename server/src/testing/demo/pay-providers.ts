import { sql } from 'kysely'
import { listAccounts } from '#modules/payments/account-queries.ts'
import { saveAccount } from '#modules/payments/provider-accounts.ts'
import { type Clock, systemClock } from '#platform/clock.ts'
import type { Database } from '#platform/db.ts'
import { inTransaction, onGlobal } from '#platform/transaction.ts'
import { newId } from '#shared/ids.ts'
import { startAlipay } from '#testing/alipay-simulator.ts'
import { startCardTerminal } from '#testing/card-terminal-simulator.ts'
import type { SimulatedBooks } from '#testing/simulator-server.ts'
import { startWechatPay } from '#testing/wechat-pay-simulator.ts'

/** Codes that a visitor of the demo types in place of scanning a phone. */
export const demoCodes = { wechat_pay: '134567890123456789', alipay: '2812345678901234567' }

const names = { wechat_pay: '微信支付（演示）', alipay: '支付宝（演示）', card_terminal: '刷卡机（演示）' } as const

/**
 * Simulated providers for the demo shop, in this process, under new keys each time: the demo's accounts are pointed at them.
 * Customers pay after two questions; what was paid before a restart is not known to them any more. Without `merchantId` it is the demo
 * of a system that has no other.
 */
export async function startDemoProviders(
  database: Database,
  { merchantId, clock = systemClock }: { merchantId?: string; clock?: Clock } = {},
): Promise<{ books: SimulatedBooks[]; stop(): Promise<void> }> {
  const [wechat, alipay, terminal] = await Promise.all([
    startWechatPay(clock),
    startAlipay(clock),
    startCardTerminal(clock),
  ])
  for (const { books } of [wechat, alipay, terminal]) books.behaviour.waits = 1
  const forMerchant = merchantId ?? (await onlyMerchant(database))
  const simulators = [
    ['wechat_pay', wechat],
    ['alipay', alipay],
    ['card_terminal', terminal],
  ] as const
  if (forMerchant) {
    const options = { merchantId: forMerchant, actor: { kind: 'system', name: 'demo' } as const, at: clock.now() }
    await inTransaction(database, options, async (work) => {
      const known = new Map((await listAccounts(work)).map((account) => [account.provider, account]))
      for (const [provider, { url, fields }] of simulators) {
        const account = known.get(provider)
        const place = { storeId: account?.storeId ?? null, deviceId: account?.deviceId ?? null }
        // Whoever set the demo up with an account of their own keeps it.
        if (account && !account.baseUrl.startsWith('http://127.0.0.1:')) continue
        const id = account?.id ?? newId()
        const input = { id, provider, name: names[provider], ...place, baseUrl: url, fields: { ...fields } }
        await saveAccount(work, input, account ? 'change' : 'open')
      }
    })
  }
  return {
    books: [wechat.books, alipay.books, terminal.books],
    stop: async () => void (await Promise.all(simulators.map(([, simulator]) => simulator.stop()))),
  }
}

async function onlyMerchant(database: Database): Promise<string | undefined> {
  const [merchant] = await onGlobal(database, sql<{ id: string }>`select id from platform.merchant order by id limit 1`)
  return merchant?.id
}
