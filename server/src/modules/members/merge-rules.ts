import type { CustomValues } from './custom-field-rules.ts'

/** The profile fields that a merge fills in at the survivor where it has none. */
export const fillableFields = ['gender', 'birthday', 'homeStoreId', 'referrerId', 'householdId', 'allergies'] as const
export type FillableField = (typeof fillableFields)[number]

type Profile = Record<FillableField, unknown> & { id: string; custom: CustomValues }

/** What a merge takes over from the absorbed record: names of fields and codes of custom fields, no values. */
export type Fill = { fields: FillableField[]; customCodes: string[] }

const isBlank = (field: FillableField, value: unknown) => value === null || (field === 'gender' && value === 'unknown')

/**
 * Which blanks of the survivor the absorbed record fills. What the survivor has stays as it is: nobody can say which of two
 * birthdays is right, so the one on the record that a person chose to keep holds.
 */
export function fillOf(survivor: Profile, absorbed: Profile): Fill {
  return {
    fields: fillableFields.filter((field) => {
      // Two records of one person that refer to each other leave nobody as referrer.
      if (field === 'referrerId' && absorbed.referrerId === survivor.id) return false
      return isBlank(field, survivor[field]) && !isBlank(field, absorbed[field])
    }),
    customCodes: Object.keys(absorbed.custom).filter((code) => !(code in survivor.custom)),
  }
}
