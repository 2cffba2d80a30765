import type {Customer} from '../../database/callbacks/customers.ts'
import type {Db} from '../../database/connection/connect.ts'
import {identityState} from '../../database/identities.ts'
import type {PhoneCountry} from '../../formats/phone-country.ts'
import {searchPhone} from '../../formats/phone-identity.ts'

/** The customers that these numbers mean; find and erase use the same rule. */
export async function customerOf(db: Db, phones: readonly string[], country: PhoneCountry): Promise<Customer> {
  const state = await identityState(db)
  const searches = phones.map((phone) => searchPhone(phone, country))
  return {
    identities: searches.flatMap(({identity}) => identity ?? []),
    spellings: searches.flatMap(({spellings}) => spellings),
    isComputed: state?.country === country && state.computed_to === null,
  }
}
