import type {Context} from '../context.ts'
import type {CallbackInput} from '../formats/callback-fields.ts'
import {createList} from '../services/callbacks/lists.ts'
import {createPeriod} from '../services/callbacks/periods.ts'
import {closeCallbacks, createCallback} from '../services/callbacks/requests.ts'
import {type RightsChange, setRights} from '../services/rights/rights.ts'

/** The default period comes with our tables. */
const periods = [
  {name: 'Matin', start: '09:00', end: '12:00'},
  {name: 'Après-midi', start: '14:00', end: '18:00'},
  {name: 'Afternoon', start: '13:00', end: '17:00'},
]

const profiles: Record<string, RightsChange> = {
  jbond: {
    type: 'supervisor',
    queue: {set: ['support', 'switchboard', 'sales', 'sav']},
    group: {set: ['default', 'commercial', 'technique']},
    incall: {set: ['0155000003']},
  },
  mdurand: {
    type: 'supervisor',
    queue: {set: ['facturation', 'recouvrement']},
    group: {set: ['recouvrement']},
    recordingAccess: false,
    dissuasionAccess: true,
  },
  nroux: {
    type: 'supervisor',
    queue: {set: ['sales', 'sales_queue', 'ventes', 'vip-premium']},
    group: {set: ['commercial']},
    incall: {set: ['0155000002@from-extern', '0155000002@from-lyon']},
    dissuasionAccess: true,
  },
  jmenage: {type: 'teacher', queue: {set: ['sales', 'ventes']}, group: {set: ['commercial']}},
  sfournier: {type: 'teacher', queue: {set: ['support', 'support_n2']}, incall: {set: ['0472000010']}},
  jurbain: {type: 'admin'},
  jbdelatour: {type: 'admin'},
}

/** `due` counts days from today; an empty text means no value. The numbers are from the ranges that France reserves for fiction. */
type Request = [
  phone: string,
  mobile: string,
  firstName: string,
  lastName: string,
  company: string,
  description: string,
  due: number,
  period?: string,
  state?: 'closed',
]

interface List {
  name: string
  queue: string
  requests: Request[]
}

const lists: List[] = [
  {
    name: 'Relances ventes',
    queue: 'ventes',
    requests: [
      ['0199004512', '0639981204', 'Camille', 'Dupont', 'Boulangerie Dupont', 'Devis four électrique', 0, 'Matin'],
      ['0465710938', '', 'Antoine', 'Dufour', 'Garage Dufour', 'Borne de recharge, deux véhicules', 0, 'Après-midi'],
      ['', '0639984477', 'Léa', "N'Diaye", '', 'Comparer avec son contrat actuel', 1],
      ['0261911820', '', 'Yann', 'Le Bihan', 'Crêperie du Port', 'Rappeler avant la saison', 9, 'Matin'],
      ['0353010264', '0639980311', 'Sophie', 'Schneider', 'Hôtel du Rhin', 'Offre pour 42 chambres', -2],
      ['0199008833', '', 'Olivier', 'Dubreuil', 'Mairie de Saint-Œdipe', 'Éclairage public', -6, 'Matin', 'closed'],
      ['0536490175', '', 'Maïté', 'Etcheverry', '', 'Pompe à chaleur', -1, 'Afternoon', 'closed'],
    ],
  },
  {
    name: 'Support : rappels clients',
    queue: 'support',
    requests: [
      ['0199001245', '', 'Gérard', 'Lemoine', '', 'Compteur qui disjoncte le soir', -3, 'Après-midi'],
      ['0261917406', '0639982250', 'Fatou', 'Sarr', '', 'Mot de passe de l’espace client', 0],
      ['0465713391', '', 'Hugo', 'Blanchard', 'Cabinet Blanchard', 'Relevé de compteur refusé', 0, 'Matin'],
      ['', '0639987718', 'Élodie', 'Mercier', '', 'Ne capte pas le bip de la box énergie', 2],
      ['0353018250', '', 'Jean-Luc', 'Weber', 'Menuiserie Weber & Fils', 'Puissance souscrite', 4, 'Après-midi'],
      ['0536492208', '', 'Pilar', 'Gómez', '', 'Rappeler en espagnol si possible', -8, 'Matin', 'closed'],
    ],
  },
  {
    name: 'Facturation : litiges',
    queue: 'facturation',
    requests: [
      ['0199007164', '', 'Monique', 'Dupuis', '', 'Facture de janvier payée deux fois', -12],
      ['0261912957', '0639985563', 'Karine', 'Leroux', 'Pharmacie Leroux', 'Conteste la régularisation', -1, 'Matin'],
      ['0465718402', '', 'Abdel', 'Mansouri', '', 'Demande un échéancier', 0],
      ['0353014476', '', 'Bruno', "D'Hondt", 'Brasserie des Flandres', 'RIB | ancien titulaire', 3, 'Après-midi'],
      ['0536497021', '', 'Cécile', 'Aubert', '', 'Avoir de 48,20 € attendu', 6, 'Matin'],
      ['0199003390', '', 'Thierry', 'Renaud', 'Renaud SARL', 'Réglé par chèque', -15, 'Matin', 'closed'],
    ],
  },
  {
    name: 'SAV : rendez-vous',
    queue: 'sav',
    requests: [
      ['0261915538', '', 'Josiane', 'Perrot', '', 'Chaudière : passage du technicien', 0, 'Matin'],
      ['', '0639983846', 'Mehdi', 'Boukhari', '', 'Sonne en bas, digicode en panne', 1, 'Après-midi'],
      ['0465716617', '0639989002', 'Anne-Sophie', 'de Kervel', '', 'Reporter le rendez-vous', -4],
      ['0353011983', '', 'Werner', 'Groß', 'Groß GmbH', 'Pièce commandée le 3', 12, 'Afternoon'],
      ['0536495549', '', 'Lucie', 'Fontaine', 'Crèche Les Lutins', 'Contrôle annuel', 30, 'Matin'],
      ['0199006278', '', 'Patrice', 'Huet', '', 'Devis accepté', -5, 'Après-midi', 'closed'],
    ],
  },
]

/** Fills our empty tables with periods, profiles, and callback lists whose requests are due around today. */
export async function fillDemo(context: Context): Promise<void> {
  for (const period of periods) await createPeriod(context, period)
  for (const [login, change] of Object.entries(profiles)) await setRights(context, login, change)
  for (const list of lists) await fillList(context, list)
}

async function fillList(context: Context, {name, queue, requests}: List): Promise<void> {
  const {uuid: list} = (await createList(context, name, queue)).result
  const done: string[] = []
  for (const request of requests) {
    const {uuid} = (await createCallback(context, list, toInput(request))).result
    if (request.at(-1) === 'closed') done.push(uuid)
  }
  await closeCallbacks(context, done)
}

function toInput([phoneNumber, mobilePhoneNumber, firstName, lastName, company, description, due, period]: Request) {
  const input: CallbackInput = {phoneNumber, mobilePhoneNumber, firstName, lastName, company, description}
  return {...input, dueDate: dayFromToday(due), ...(period !== undefined && {period})}
}

function dayFromToday(days: number): string {
  const day = new Date()
  day.setDate(day.getDate() + days)
  return [day.getFullYear(), day.getMonth() + 1, day.getDate()].map((part) => String(part).padStart(2, '0')).join('-')
}
