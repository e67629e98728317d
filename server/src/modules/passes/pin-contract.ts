import { Nullable, strict, Type, Uuid } from '#platform/contract.ts'

export const PinSet = strict({ pin: Type.String({ pattern: '^\\d{4,6}$' }) })
export const MyPin = strict({ isSet: Type.Boolean() })
export const PinAnswer = strict({ memberId: Uuid })
export const PinCheck = strict({ pin: Type.String({ minLength: 1, maxLength: 10 }) })
export const PinChecked = strict({ pinCheckId: Nullable(Uuid), triesLeft: Type.Integer() })
