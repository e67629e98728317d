import type { RefusalSentences } from '#platform/refusals.ts'

/** Refusals of files and batches as a whole. */
const ofFiles = {
  import_not_found: { zh: '没有这次导入', en: 'There is no such import' },
  import_file_not_found: { zh: '没有这个上传文件，请重新上传', en: 'There is no such file; please upload it again' },
  import_not_done: { zh: '这次导入还没有完成', en: 'This import has not finished' },
  import_interrupted: {
    zh: '导入中断了，已导入的部分保留；请用同一文件再导入一次',
    en: 'The import was cut off. What came in stays; import the same file again for the rest',
  },
  import_already_undone: { zh: '这次导入已经撤销过', en: 'This import was undone already' },
  import_is_dry_run: {
    zh: '试运行没有写入任何数据，无需撤销',
    en: 'A dry run wrote nothing, there is nothing to undo',
  },
  mapping_not_found: {
    zh: '没有名为“{{name}}”的映射。可用：{{names}}',
    en: 'There is no mapping “{{name}}” for this. There are: {{names}}',
  },
  mapping_field_unknown: {
    zh: '映射中有不认识的字段“{{field}}”',
    en: 'The mapping names an unknown field “{{field}}”',
  },
  mapping_field_missing: { zh: '请指定“{{field}}”取自哪一列', en: 'Say which column holds “{{field}}”' },
  mapping_zone_unknown: { zh: '不认识的时区：{{timeZone}}', en: 'Unknown time zone: {{timeZone}}' },
  mapping_split_missing: {
    zh: '储值余额只有一列：请说明其中赠送金占多少',
    en: 'One column holds the whole stored value: say how much of it is bonus',
  },
  column_missing: { zh: '文件中没有“{{column}}”这一列', en: 'The file has no column “{{column}}”' },
  column_twice: { zh: '“{{column}}”这一列出现了两次', en: 'The column “{{column}}” stands twice in the file' },
  file_empty: { zh: '文件是空的', en: 'The file is empty' },
  file_too_large: { zh: '文件过大，请分成几个再导入', en: 'The file is too large; split it' },
  file_too_long: {
    zh: '文件超过 {{maxRows}} 行，请分成几个再导入',
    en: 'The file has more than {{maxRows}} rows; split it',
  },
  file_damaged: { zh: '文件已损坏，无法打开', en: 'The file is damaged and cannot be opened' },
  file_format_unknown: {
    zh: '请使用 CSV 或 XLSX 文件；旧版 XLS 请先另存为 XLSX',
    en: 'Use a CSV or XLSX file; save an old XLS as XLSX first',
  },
  text_not_decodable: {
    zh: '第 {{row}} 行的文字无法识别（既不是 UTF-8 也不是 GB18030），请另存为 UTF-8 后再试',
    en: 'Row {{row}} holds broken text (neither UTF-8 nor GB18030); save the file as UTF-8 and try again',
  },
  text_has_nul: { zh: '第 {{row}} 行含有不可见的空字符', en: 'Row {{row}} holds a NUL character' },
  csv_broken: { zh: '第 {{row}} 行附近的引号或分隔符有误', en: 'Quotes or separators are wrong near row {{row}}' },
  row_too_wide: { zh: '第 {{row}} 行超过 {{maxColumns}} 列', en: 'Row {{row}} has more than {{maxColumns}} columns' },
  cell_too_long: {
    zh: '第 {{row}} 行有一格超过 {{maxLength}} 个字',
    en: 'A cell of row {{row}} is longer than {{maxLength}} characters',
  },
} as const satisfies RefusalSentences

/** What may be wrong with one row. Shown in the list of a batch's errors, beside row and field. */
const ofRows = {
  value_missing: { zh: '必填', en: 'is needed' },
  number_unreadable: { zh: '不是数字', en: 'is no number' },
  number_full_width: { zh: '请用半角数字', en: 'uses full-width digits; type plain ones' },
  number_too_fine: { zh: '最多 {{decimals}} 位小数', en: 'has more than {{decimals}} decimals' },
  number_too_large: { zh: '数字过大', en: 'is too large' },
  number_negative: { zh: '不能为负', en: 'must not be negative' },
  date_unreadable: { zh: '不是日期', en: 'is no date' },
  date_impossible: { zh: '没有这一天', en: 'is a day that does not exist' },
  date_in_future: { zh: '日期在未来', en: 'lies in the future' },
  parts_unreadable: { zh: '请写成“编号×数量、编号×数量”', en: 'must read “number×quantity, number×quantity”' },
  bundle_part_unknown: { zh: '没有编号为“{{code}}”的商品', en: 'There is no item numbered “{{code}}”' },
  flag_unreadable: { zh: '请填“是”或“否”', en: 'must be yes or no' },
  gender_unreadable: { zh: '性别请填男、女或保密', en: 'must be male, female or undisclosed' },
  calendar_unreadable: { zh: '请填公历或农历', en: 'must be solar or lunar' },
  text_too_long: { zh: '超过 {{maxLength}} 个字', en: 'is longer than {{maxLength}} characters' },
  text_unprintable: { zh: '含有控制字符', en: 'holds control characters' },
  row_twice: { zh: '这个编号在文件中出现了两次', en: 'stands twice in the file' },
  row_differs: {
    zh: '已导入过，但内容不同；历史销售不能更改',
    en: 'was imported before and differs; what was sold does not change',
  },
  item_archived: { zh: '这个商品已停售，请先恢复', en: 'was taken out of sale; bring it back first' },
  bonus_without_principal: { zh: '有赠送金却没有本金', en: 'is bonus without principal' },
} as const satisfies RefusalSentences

export const importsRefusals = { ...ofFiles, ...ofRows }
