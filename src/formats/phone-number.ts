/** What Asterisk can dial: an optional `+`, then digits, `*` and `#`; spaces, dots and dashes may stand between them. */
const pattern = /^\+?[0-9*#]+(?:[\s.-]+[0-9*#]+)*$/u

/** Most are written so: nothing is to be taken out. */
const plain = /^[0-9]+$/

/** The number without what people put between its digits; undefined when it is none. */
export function parsePhoneNumber(text: string): string | undefined {
  if (plain.test(text)) return text
  return pattern.test(text) ? text.replace(/[\s.-]/gu, '') : undefined
}
