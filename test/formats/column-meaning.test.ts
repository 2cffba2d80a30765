import {expect, test} from 'vitest'
import {type Meaning, meaningOf, type Unclear} from '../../src/formats/column-meaning.ts'
import type {CallbackField} from '../../src/formats/request-fields.ts'

const elsewhere: Meaning = {is: 'elsewhere'}
const unclear = (why: Unclear, ...fields: CallbackField[]): Meaning => ({is: 'unclear', why, fields})
const field = (name: CallbackField, rank = 0): Meaning => ({is: 'field', field: name, rank})
const person = (part: 'first' | 'last' | 'name' | 'full'): Meaning => ({is: 'name', part, of: 'person'})

test.each<[Meaning, string[]]>([
  [field('phoneNumber', 0), ['Tél bureau', 'Work phone']],
  [field('phoneNumber', 1), ['Téléphone', 'Fixe', 'Téléphone raison sociale']],
  [field('phoneNumber', 1.01), ['Téléphone 2']],
  [field('phoneNumber', 2), ['Téléphone principal']],
  [field('phoneNumber', 3), ['Adresse téléphone']],
  [field('phoneNumber', 4), ['Téléphone domicile']],
  [field('phoneNumber', 5), ['Autre téléphone']],
  [field('phoneNumber', 6), ['Téléphone société']],
  [field('phoneNumber', 7), ['Téléphone voiture']],
  [field('phoneNumber', 8), ['Radio téléphone']],
  [field('phoneNumber', 9), ['Téléphone de rappel']],
  [field('mobilePhoneNumber', 0), ['Tel mobile', 'Mobile number', 'Portable pro']],
  [field('mobilePhoneNumber', 1), ['Portable', 'Mobile enseigne']],
  [field('mobilePhoneNumber', 1.01), ['Portable 2']],
  [field('mobilePhoneNumber', 2), ['Portable perso']],
  [field('mobilePhoneNumber', 3), ['Autre mobile', 'Autre portable perso']],
  [unclear('phone', 'phoneNumber'), ['Téléphone du commercial', 'Téléphone ou mail', 'Mobile ou mail']],
  [unclear('phone', 'mobilePhoneNumber'), ['Portable du commercial']],
  [unclear('phone'), ['Type de mobile']],
  [unclear('other-person'), ["Téléphone de l'assistante"]],
  [
    unclear('extension'),
    [
      'Poste téléphonique',
      'Renvoi téléphone',
      'Nombre de téléphones',
      'Indicatif téléphone',
      'Date de téléphone',
      'Heure téléphone',
      'Commentaire téléphone',
    ],
  ],
  [{is: 'phone-kind', nth: 1}, ['Type de téléphone']],
  [{is: 'phone-kind', nth: 2}, ['Phone 2 - Type', 'Type de mobile 2']],
  [{is: 'typed-phone', nth: 1}, ['Phone 1 - Value']],
  [{is: 'typed-phone', nth: 2}, ['Mobile 2 - Value']],
])('%j is the meaning of the phone columns %j', meanAll)

test.each<[Meaning, string[]]>([
  [person('first'), ['Prénom', 'First']],
  [person('last'), ['Nom de famille', 'Last', 'Patronyme', "Nom d'usage"]],
  [person('name'), ['Nom', 'Nom du contact']],
  [person('full'), ['Nom complet', 'Complet', 'Nom Prénom', 'Prénom et patronyme', 'Contact', 'Personne']],
  [{is: 'name', part: 'name', of: 'guardian'}, ['Nom du responsable légal']],
  [{is: 'name', part: 'first', of: 'pupil'}, ['Prénom élève']],
  [unclear('name', 'firstName'), ['Prénom zut', 'Given zut']],
  [unclear('name', 'lastName'), ['Nom zut', 'Nom de naissance', 'Patronyme de naissance']],
  [unclear('unknown'), ['Nom type', 'N° client', 'Nombre de clients', 'Nb prénoms', 'Note client', 'Code client']],
  [elsewhere, ["Nom de l'assistant", 'Deuxième prénom', 'Civilité', 'Fonction', 'Date de naissance']],
])('%j is the meaning of the columns of people %j', meanAll)

test.each<[Meaning, string[]]>([
  [field('company', 0), ['Société', 'Raison sociale', 'Nom du compte', 'Société (compte)']],
  [field('company', 2), ['Enseigne']],
  [unclear('company', 'company'), ['Société zut', 'Enseigne zut', 'Gérant société']],
  [unclear('company'), ['Type de société', 'N° société', 'Code société', 'Nombre de sociétés', 'Enseigne type']],
  [
    unclear('name', 'lastName', 'company'),
    ['Nom / Société', 'Prénom / Société', 'Patronyme / Société', 'Contact et société', 'Nom / Raison sociale'],
  ],
  [unclear('unknown'), ['Compte', 'Compte zut', 'Libellé voie (société)', 'Libellé voie (compte)']],
  [
    elsewhere,
    [
      'Adresse',
      'Adresse société',
      'Assistant société',
      'Civilité société',
      'Civilité enseigne',
      'Fonction enseigne',
      'N° de compte',
      'Assistant compte',
    ],
  ],
  [{is: 'department'}, ['Service', 'Nom du service', 'Service société']],
  [unclear('unknown'), ['Service zut']],
])('%j is the meaning of the columns of companies %j', meanAll)

test.each<[Meaning, string[]]>([
  [field('dueDate'), ['Échéance', "Date d'échéance", 'Date de rappel', 'Rappeler le', 'Échéance souhaitée']],
  [unclear('date', 'dueDate'), ['Date', 'Jour', 'La date']],
  [unclear('date'), ['Date de création', 'Prochaine échéance', 'Rappeler le client']],
  [unclear('callback', 'dueDate'), ['Rappel', 'Prochain rappel']],
  [unclear('appointment'), ['RDV', 'Date RDV']],
  [unclear('time-of-day'), ['Heure', 'Heure de rappel', 'Date et heure', 'Heure préférée']],
  [field('period'), ['Période', 'Période de rappel', 'Période préférée', 'Horaire (heure)']],
  [unclear('period', 'period'), ['Période zut']],
])('%j is the meaning of the columns of days and hours %j', meanAll)

test.each<[Meaning, string[]]>([
  [field('description', 0), ['Note', 'Note publique', 'Note de rappel', 'Note publique/privée']],
  [field('description', 2), ['Note privée', 'Commentaire IA']],
  [unclear('note', 'description'), ['Note zut', 'Note interne']],
  [unclear('number', 'phoneNumber'), ['Numéro', 'Bureau', 'Domicile', 'Principal', 'Numéro de rappel']],
  [unclear('extension', 'phoneNumber'), ['Poste', 'Numéro de poste']],
  [unclear('unknown'), ['Numéro zut', 'Bureau zut', 'Zut', 'De', 'error zut']],
  [elsewhere, ['Fax', 'Email', 'Site web', 'Login', 'Photo', 'Langue']],
  [{is: 'error'}, ['error']],
  [{is: 'unnamed'}, ['', ' ', '_-']],
])('%j is the meaning of other columns %j', meanAll)

test('a cell that is longer than a name has no meaning', () => {
  const wide = (length: number) => `Téléphone${' '.repeat(length - 'Téléphone'.length)}`
  expect(meaningOf(wide(500))).toEqual(field('phoneNumber', 1))
  expect(meaningOf(wide(501))).toEqual(unclear('unknown'))
})

function meanAll(meaning: Meaning, names: readonly string[]): void {
  for (const name of names) expect(meaningOf(name), name).toEqual(meaning)
}
