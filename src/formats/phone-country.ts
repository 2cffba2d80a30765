import {type CountryCode, isSupportedCountry} from 'libphonenumber-js/min'

/** The country whose national numbers are meant (ISO 3166); `none`: only what begins with `+` belongs to a country. */
export type PhoneCountry = CountryCode | 'none'

/** Undefined when it is no country with a numbering plan. */
export function parsePhoneCountry(text: string): PhoneCountry | undefined {
  if (text.toLowerCase() === 'none') return 'none'
  const code = text.toUpperCase()
  // Avoids loading the library for the country of nearly every site.
  return code === 'FR' || isSupportedCountry(code) ? (code as CountryCode) : undefined
}
