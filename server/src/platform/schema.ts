// Written by `npm run generate` from the migrated database.
// eslint-disable-next-line
export type DB = Record<string, any>
