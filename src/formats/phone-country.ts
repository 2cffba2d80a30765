import {type CountryCode, isSupportedCountry} from 'libphonenumber-js/min'

/** The country of national numbers (ISO 3166). With `none`, only numbers that begin with `+` belong to a country. */
export type PhoneCountry = CountryCode | 'none'

/** Undefined for a country without a numbering plan. */
export function parsePhoneCountry(text: string): PhoneCountry | undefined {
  if (text.toLowerCase() === 'none') return 'none'
  const code = text.toUpperCase()
  // Avoids loading the library for the country of nearly every site.
  return code === 'FR' || isSupportedCountry(code) ? (code as CountryCode) : undefined
}
