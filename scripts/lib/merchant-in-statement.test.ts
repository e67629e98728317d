import assert from 'node:assert/strict'
import { test } from 'node:test'
import { tablesWithoutMerchant } from './merchant-in-statement.ts'

const tenantTables = new Set(['members.member', 'members.tag', 'ledger.entry'])
const check = (statement: string) => tablesWithoutMerchant(statement, tenantTables)

const named = [
  'select name from members.member where merchant_id = $1 and id = $2',
  'select "name" from "members"."member" where "merchant_id" = $1',
  'select m.name from members.member m join members.tag as t using (merchant_id, member_id) where m.merchant_id = $1',
  'select from members.member m join members.tag t on t.merchant_id = m.merchant_id where m.merchant_id = $1',
  'select member.name from members.member, members.tag where member.merchant_id = $1 and tag.merchant_id = $1',
  'select (select count(*) from members.tag where merchant_id = $1) from members.member m where m.merchant_id = $1',
  'insert into members.member (merchant_id, id, name) values ($1, $2, $3)',
  `insert into members.tag (merchant_id, id) select t.merchant_id, t.id from members.tag t where t.merchant_id = $1
     on conflict (merchant_id, id) do nothing`,
  `with moved as (delete from members.tag where merchant_id = $1 returning *)
   insert into members.tag (merchant_id, id) select merchant_id, id from moved`,
  'update members.member set name = $2 where merchant_id = $1',
  'update members.member m set name = v.name from unnest($2::uuid[]) v(id) where m.merchant_id = $1 and m.id = v.id',
  'select from members.member where (merchant_id, id) in (($1, $2))',
  'select 1',
  'select kind from platform.due_work where due_at <= $1',
  `select 'members.member' as name -- members.member
   /* ledger.entry */`,
]
for (const statement of named) {
  test(`names its merchant: ${statement.slice(0, 90)}`, () => assert.deepEqual(check(statement), []))
}

const unnamed: [statement: string, tables: string[]][] = [
  ['select name from members.member where id = $1', ['members.member']],
  ['select merchant_id, name from members.member where id = $1', ['members.member']],
  ['update members.member set merchant_id = $1', ['members.member']],
  ['delete from ledger.entry', ['ledger.entry']],
  ['insert into members.member (id, name) values ($1, $2)', ['members.member']],
  [
    'select m.name from members.member m join members.tag t on t.member_id = m.id where m.merchant_id = $1',
    ['members.tag'],
  ],
  [
    'select from members.member where merchant_id = $1 and id in (select member_id from members.tag where name = $2)',
    ['members.tag'],
  ],
  ['select id from members.member where merchant_id = $1 union all select id from members.tag', ['members.tag']],
  ['insert into members.tag (merchant_id, id) select $1, id from members.member', ['members.member']],
  ['with all_tags as (select * from members.tag) select from all_tags where merchant_id = $1', ['members.tag']],
  [`select from members.member where name = 'merchant_id'`, ['members.member']],
  ['select from members.member -- merchant_id', ['members.member']],
]
for (const [statement, tables] of unnamed) {
  test(`is caught: ${statement.slice(0, 90)}`, () => assert.deepEqual(check(statement), tables))
}
