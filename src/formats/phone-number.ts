/** What Asterisk can dial: an optional `+`, then digits, `*` and `#`; spaces, dots and dashes may stand between them. */
const pattern = /^\+?[0-9*#]+(?:[\s.-]+[0-9*#]+)*$/u

/** Most are written so: nothing is to be taken out. */
const plain = /^[0-9]+$/

/** The number without what people put between its digits; undefined when it is none. */
export function parsePhoneNumber(text: string): string | undefined {
  if (plain.test(text)) return text
  return pattern.test(text) ? text.replace(/[\s.-]/gu, '') : undefined
}

/** The ways in which people write this number, without what stands between its digits: a French one nationally too. */
export function spellingsOf(number: string): string[] {
  const [, national] = /^(?:(?:\+|00)330?|0)([1-9][0-9]{8})$/.exec(number) ?? []
  if (national !== undefined) return ['0', '+33', '0033', '+330', '00330'].map((prefix) => prefix + national)
  const [, international] = /^(?:\+|00)([1-9][0-9]+)$/.exec(number) ?? []
  return international === undefined ? [number] : [`+${international}`, `00${international}`]
}
