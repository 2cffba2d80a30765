/** What spreadsheets and address books do to French numbers: a lost 0 or `+`, a 0 kept behind the country code. */
export type PhoneRepair = 'lost-zero' | 'lost-plus' | 'trunk-zero'

/** The intended French number, and the kind of damage; undefined when there is no damage. */
export function repairPhone(number: string): {number: string; repair: PhoneRepair} | undefined {
  for (const {repair, damaged, mended} of damages)
    if (damaged.test(number)) return {number: number.replace(damaged, mended), repair}
  return undefined
}

const damages: readonly {repair: PhoneRepair; damaged: RegExp; mended: string}[] = [
  {repair: 'lost-zero', damaged: /^[1-79]\d{8}$/, mended: '0$&'},
  {repair: 'lost-plus', damaged: /^330?(?<rest>[1-9]\d{8})$/, mended: '+33$<rest>'},
  {repair: 'trunk-zero', damaged: /^(?<exit>\+|00)330(?<rest>[1-9]\d{8})$/, mended: '$<exit>33$<rest>'},
]

/** Nine digits that a leading 0 would turn into a special-rate number: ambiguous, so not repaired. */
export const lostSpecialRate = /^8\d{8}$/

/** 089… and 118…: expensive for the caller. */
export const specialRate = /^(?:[#*]31#)?(?:(?:0|(?:\+|00)330?|330?)89\d{7}|118\d{3})$/
