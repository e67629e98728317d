/** The filter of a list as queries take it: instants in place of their texts. */
export function filterOf<T extends { enrolledFrom?: string; enrolledBefore?: string }>({
  enrolledFrom,
  enrolledBefore,
  ...rest
}: T) {
  return {
    ...rest,
    ...(enrolledFrom ? { enrolledFrom: new Date(enrolledFrom) } : {}),
    ...(enrolledBefore ? { enrolledBefore: new Date(enrolledBefore) } : {}),
  }
}
