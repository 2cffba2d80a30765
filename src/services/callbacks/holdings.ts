import {type DoNotCallRow, doNotCallEntries} from '../../database/callbacks/do-not-call.ts'
import {
  answersAbout,
  type HeldRequest,
  type HeldState,
  heldRequests,
  heldStates,
} from '../../database/callbacks/holdings.ts'
import {heldTickets, type TicketRow} from '../../database/callbacks/tickets.ts'
import type {Trx} from '../../database/connection/transact.ts'
import {conflict, invalid} from '../../errors.ts'
import {countPeople, foldName, isOneOf, namesCalled, type PersonName} from '../../formats/person-names.ts'
import type {PhoneCountry} from '../../formats/phone-country.ts'
import {customerOf} from './customers.ts'
import {endingsOf, type KeptAnswer, keptAnswer, numbersIn, numbersOf} from './kept-answers.ts'
import {keptFields, type PersonalValues, personalValues} from './view.ts'

/** The selected people: those with these numbers; if several names share one, those with these names, or everyone. */
export interface Who {
  phones: readonly string[]
  names?: readonly string[] | undefined
  everyone?: boolean | undefined
}

/** Everything stored about the selected people: what `person` shows and `erase` deletes. */
export interface Holdings {
  /** Closed or not, of every list. */
  requests: HeldRequest[]
  /** What the journal keeps of these requests, and of those that have had a number of theirs. */
  states: HeldState[]
  answers: KeptAnswer[]
  /** Entries of the do-not-call list, and what the journal keeps of these. */
  doNotCall: DoNotCallRow[]
  doNotCallStates: HeldState[]
  /** Of their requests, also of those that are gone, and what the journal keeps of these. */
  tickets: TicketRow[]
  ticketStates: HeldState[]
  /** How many requests, also of the journal, share a number and may be somebody else's. */
  others: number
}

/** Finds it; with `lock`, the requests stay as they are until the transaction ends. Conflict when several names share a number. */
export async function holdingsOf(
  trx: Trx,
  who: Who,
  {schema, country, lock = false}: {schema: string; country: PhoneCountry; lock?: boolean},
): Promise<Holdings> {
  const {phones} = who
  refuseNoNumber(phones)
  if (who.everyone && who.names !== undefined) throw invalid('give either names or everyone: nothing was done')
  const customer = await customerOf(trx, phones, country)
  const requests = await heldRequests(trx, schema, customer, {lock})
  const entries = await doNotCallEntries(trx, {customer})
  const ticketsOf = (of: readonly {uuid: string}[]) => heldTickets(trx, customer, uuidsOf(of))
  const statesOf = (of: readonly {uuid: string}[]) => heldStates(trx, schema, customer, uuidsOf(of))
  // A ticket knows of numbers that its request had, and the journal of requests whose tickets are to be found.
  const ofTickets = (await ticketsOf(requests)).map(({request_uuid: uuid}) => ({uuid}))
  const tickets = await ticketsOf([...requests, ...ofTickets, ...(await statesOf([...requests, ...ofTickets]))])
  const kept = await statesOf([...requests, ...entries, ...ofTickets, ...tickets])
  const states = kept.filter(isOfRequest)
  const ticketStates = kept.filter(isOfTicket)
  const uuids = uuidsOf([...requests, ...states, ...tickets.map(({request_uuid: uuid}) => ({uuid}))])
  const candidates = await answersAbout(trx, {uuids, endings: endingsOf(phones, country)})
  const known = new Set(uuids)
  const answers = candidates.flatMap((each) => keptAnswer(each, known, numbersOf(phones, country)) ?? [])
  const isTheirs = choose(
    [
      ...answers.map(ofAnswer),
      ...ticketStates.map(ofTicketState),
      ...tickets.map(ofTicket),
      ...states.map(ofState),
      ...requests.map(ofRequest),
    ],
    who,
    country,
  )
  return {
    requests: requests.filter(({uuid}) => isTheirs(uuid)),
    states: states.filter(({uuid}) => isTheirs(uuid)),
    answers: answers.filter(({uuid}) => isTheirs(uuid)),
    doNotCall: isTheirs(undefined) ? entries : [],
    doNotCallStates: isTheirs(undefined) ? kept.filter(isOfEntry) : [],
    tickets: tickets.filter(({request_uuid}) => isTheirs(request_uuid)),
    ticketStates: ticketStates.filter((state) => isTheirs(requestOf(state))),
    others: uuids.filter((uuid) => !isTheirs(uuid)).length,
  }
}

/** The journal keeps states of requests, of tickets and of entries of the do-not-call list. */
const has = (column: string, {before, after}: HeldState) => column in (after ?? before ?? {})
const isOfTicket = (state: HeldState) => has('request_uuid', state)
const isOfRequest = (state: HeldState) => has('list_uuid', state) && !isOfTicket(state)
const isOfEntry = (state: HeldState) => !has('list_uuid', state)

const requestOf = ({before, after}: HeldState) => String((after ?? before)?.request_uuid)

const uuidsOf = (rows: readonly {uuid: string}[]) => [...new Set(rows.map(({uuid}) => uuid))]

/** Their numbers as they are stored. */
export function spellingsIn({requests, doNotCall, tickets}: Holdings, {phones}: Who, country: PhoneCountry): string[] {
  const isTheirs = numbersOf(phones, country)
  const numbers = [
    ...requests.flatMap((row) => numbersIn(personalValues(row))),
    ...doNotCall.map(({phone_number}) => phone_number),
    ...tickets.flatMap((row) => numbersIn(personalValues(row))),
  ]
  return [...new Set(numbers)].filter(isTheirs).sort()
}

function refuseNoNumber(phones: readonly string[]): void {
  if (phones.length === 0) throw invalid('no number was given: nothing was done')
  const problems = phones
    .filter((phone) => phone.trim() === '')
    .map((value) => ({column: 'phoneNumber', value, reason: 'is not a phone number'}))
  if (problems.length > 0) throw invalid('not every value is a phone number: nothing was done', {problems})
}

/** What is kept of one request: whose it is, by the latest name and all numbers that it has had. */
interface Piece {
  /** Undefined for what belongs to no request. */
  uuid: string | undefined
  name: PersonName
  numbers: string[]
}

/** A ticket is its request's. */
const ofTicket = (row: TicketRow): Piece => piece(row.request_uuid, personalValues(row))

const ofTicketState = (state: HeldState): Piece => ({...ofState(state), uuid: requestOf(state)})

const ofRequest = (row: HeldRequest): Piece => piece(row.uuid, personalValues(row))

const ofState = ({uuid, before, after}: HeldState): Piece => {
  const [then, now] = [before, after].map((request) => keptFields(request ?? {})) as [PersonalValues, PersonalValues]
  return {uuid, name: foldName(after ? now : then), numbers: [...numbersIn(then), ...numbersIn(now)]}
}

const ofAnswer = ({uuid, fields}: KeptAnswer): Piece => piece(uuid, fields)

const piece = (uuid: string | undefined, fields: PersonalValues): Piece => ({
  uuid,
  name: foldName(fields),
  numbers: numbersIn(fields),
})

/** Does a request belong to the selected people? Without a uuid: does a number alone? */
function choose(pieces: readonly Piece[], who: Who, country: PhoneCountry): (uuid: string | undefined) => boolean {
  const subjects = bySubject(pieces)
  if (who.everyone) return () => true
  if (subjects.size === 0) return () => who.names === undefined
  if (who.names === undefined) {
    for (const phone of who.phones) refuseSeveral(subjects.values(), numbersOf([phone], country))
    return () => true
  }
  const all = [...subjects.values()].map(({name}) => name).filter((name) => countPeople([name]) > 0)
  const isOne = isOneOf(
    who.names.flatMap((text) => called(text, all)),
    all,
  )
  return (uuid) => isOne((uuid !== undefined && subjects.get(uuid)?.name) || {})
}

type Subject = Pick<Piece, 'name' | 'numbers'>

/** The requests with their latest names and all their numbers; `pieces` begin with the oldest. */
function bySubject(pieces: readonly Piece[]): Map<string, Subject> {
  const subjects = new Map<string, Subject>()
  for (const {uuid, name, numbers} of pieces) {
    if (uuid === undefined) continue
    const known = subjects.get(uuid)
    subjects.set(uuid, {
      name: countPeople([name]) > 0 ? name : (known?.name ?? name),
      numbers: [...(known?.numbers ?? []), ...numbers],
    })
  }
  return subjects
}

function refuseSeveral(subjects: Iterable<Subject>, isNumber: (text: string) => boolean): void {
  const names = [...subjects].filter(({numbers}) => numbers.some(isNumber)).map(({name}) => name)
  const people = countPeople(names)
  if (people <= 1) return
  throw conflict(`${people} different names have this number: specify which customer`, {
    hints: [
      {give: 'name', value: 'NAME', when: 'for one of them'},
      {give: 'everyone', when: 'for all of them'},
    ],
  })
}

function called(text: string, all: readonly PersonName[]): PersonName[] {
  const names = namesCalled(text, all)
  if (names.length > 0) return names
  throw conflict(`the name must match exactly one of the ${countPeople(all)} names with this number`, {
    hints: [
      {give: 'name', value: 'FIRST LAST', when: 'give more words of the name'},
      {give: 'everyone', when: 'for all of them'},
    ],
  })
}
