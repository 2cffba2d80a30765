import {once} from 'node:events'
import {createWriteStream} from 'node:fs'
import {finished} from 'node:stream/promises'
import {callbackFields} from '../../src/formats/request-fields.ts'
import {periods} from './server.ts'

const firstNames = ['Anaïs', 'Bruno', 'Chloé', 'Damien', 'Élodie', 'Fabrice', 'Gaëlle', 'Hugo', 'Inès', 'Jean-Marc']
const lastNames = ['Martin', 'Bernard', "L'Hôpital", 'Petit', 'Lefèvre', 'Moreau', 'Le Goff', 'Garcia', 'Fournier']
const companies = ['', '', 'Boulangerie du Port', 'Garage Leroy', '"Dupont | Fils"', 'Mairie de Brest']
const descriptions = ['', 'Rappeler pour le devis', 'Facture de mars', '"dit ""urgent"""', "n'a pas reçu son code"]
const names = ['', '', ...periods.map(([name]) => name)]

/** Writes a CSV of so many callback requests, the same every time: some 85 bytes a line, as a contact centre would send them. */
export async function writeSampleCsv(path: string, rows: number): Promise<void> {
  const file = createWriteStream(path)
  const random = lehmer(rows)
  file.write(`${callbackFields.join('|')}\n`)
  for (let row = 0; row < rows; ) {
    let lines = ''
    for (const end = Math.min(rows, row + 1000); row < end; row++) lines += line(random)
    if (!file.write(lines)) await once(file, 'drain')
  }
  file.end()
  await finished(file)
}

type Random = (below: number) => number

function line(random: Random): string {
  const pick = (from: readonly string[]) => from[random(from.length)] ?? ''
  const number = (prefix: string) => prefix + String(random(100_000_000)).padStart(8, '0')
  const day = random(4) === 0 ? '' : `2026-0${1 + random(9)}-${String(1 + random(28)).padStart(2, '0')}`
  const mobile = random(3) === 0 ? '' : number('06')
  return `${number('02')}|${mobile}|${pick(firstNames)}|${pick(lastNames)}|${pick(companies)}|${pick(descriptions)}|${day}|${pick(names)}\n`
}

/** Numbers by chance, yet the same for the same seed. */
function lehmer(seed: number): Random {
  let state = (seed % 2_147_483_646) + 1
  return (below) => {
    state = (state * 48_271) % 2_147_483_647
    return state % below
  }
}
