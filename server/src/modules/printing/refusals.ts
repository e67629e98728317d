import type { RefusalSentences } from '#platform/refusals.ts'

export const printingRefusals = {
  printer_not_found: { zh: '没有这台打印机', en: 'There is no such printer' },
  no_printer: { zh: '本店还没有打印机，请在设置中添加', en: 'This store has no printer yet: add one in the settings' },
  printer_address_not_private: {
    zh: '打印机地址必须是店内网络的 IP（如 192.168.1.50），{{host}} 不是',
    en: 'A printer’s address is an IP of the shop’s own network, such as 192.168.1.50; {{host}} is not',
  },
  printer_port_invalid: {
    zh: '打印机端口必须在 {{firstPort}} 到 {{lastPort}} 之间',
    en: 'A printer’s port lies between {{firstPort}} and {{lastPort}}',
  },
  printer_name_taken: {
    zh: '本店已有名为“{{name}}”的打印机',
    en: 'This store has a printer called “{{name}}” already',
  },
  print_job_not_found: { zh: '没有这条打印任务', en: 'There is no such print job' },
  print_job_ended: { zh: '这条打印任务已经结束', en: 'This print job has ended' },
} as const satisfies RefusalSentences
