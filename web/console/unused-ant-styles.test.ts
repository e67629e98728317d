import assert from 'node:assert/strict'
import { test } from 'node:test'
import { withoutClasses } from './unused-ant-styles.ts'

const examples: [why: string, css: string, left: string][] = [
  ['a rule of an unused component goes', '.ant-tour{color:red}.ant-btn{color:blue}', '.ant-btn{color:blue}'],
  ['and its parts', '.ant-tour-mask:hover{color:red}', ''],
  ['a component whose name only begins alike stays', '.ant-tours{color:red}', '.ant-tours{color:red}'],
  ['of a list only the dead selectors go', '.ant-btn,.ant-form .ant-tour{color:red}', '.ant-btn{color:red}'],
  [
    'what must not be an unused part stays',
    '.ant-btn:not(.ant-tour-x){color:red}',
    '.ant-btn:not(.ant-tour-x){color:red}',
  ],
  ['a media query left empty goes', '@media (min-width:1px){.ant-tour{color:red}}', ''],
  ['a media query keeps the rest', '@media print{.ant-tour{top:0}.a{top:0}}', '@media print{.a{top:0}}'],
  ['key frames stay whole', '@keyframes x{from{top:0}to{top:1px}}', '@keyframes x{from{top:0}to{top:1px}}'],
  ['braces in strings are text', '.a::before{content:"}{"}.ant-tour{top:0}', '.a::before{content:"}{"}'],
  ['statements stay', '@charset "utf-8";.a{top:0}', '@charset "utf-8";.a{top:0}'],
]
for (const [why, css, left] of examples) {
  test(why, () => assert.equal(withoutClasses(css, ['tour']), left))
}
