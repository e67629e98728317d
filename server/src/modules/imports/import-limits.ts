/** Bounds of one file. Above them a file is split by its owner: the shop's till must not wait for an import. */
export const maxFileBytes = 32 * 1024 * 1024
export const maxUnpackedBytes = 256 * 1024 * 1024
export const maxRows = 1_000_000
export const maxColumns = 300
export const maxCellLength = 10_000
export const maxSheetUnpackedBytes = 96 * 1024 * 1024
export const maxSheetCells = 5_000_000
