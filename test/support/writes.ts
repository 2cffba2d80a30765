import {writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {csv, type Seed} from './rehearsal.ts'
import {wav} from './wav.ts'
import type {TestXivo} from './xivo.ts'

const file = ({sounds}: TestXivo, name: string) => join(sounds, name)

/** The files that some of the commands read; they are no sounds of the directory. */
export async function writeFiles(xivo: TestXivo): Promise<void> {
  await writeFile(file(xivo, '.callbacks.csv'), csv)
  await writeFile(file(xivo, '.made.wav'), wav())
  await writeFile(file(xivo, '.site.yaml'), 'dissuasions: {sales: none}\n')
  await writeFile(file(xivo, '.dissuasions.csv'), 'queue,destination\nsupport,queue sales\n')
  await writeFile(file(xivo, '.lists.csv'), 'name,queue\nVentes,support\n')
  await writeFile(file(xivo, '.periods.csv'), 'name,start,end\nSoir,18:00,21:30\n')
}

/** The exit code of the same again, which changes nothing; a write that makes something makes it twice. */
export type Again = 0 | 4 | 7 | 'anew'

/** Every command that writes an object, with arguments that change something. */
export const writes: Record<string, [argv: (there: Seed, xivo: TestXivo) => string[], again: Again]> = {
  'rights set': [() => ['jbond', '--add-queue', 'support', '--no-recording'], 0],
  'site apply': [(_, xivo) => [file(xivo, '.site.yaml')], 0],
  'rights delete': [() => ['jbond'], 4],
  'dissuasion set-sound': [() => ['sales', 'sales_newSoundFile'], 0],
  'dissuasion set-queue': [() => ['ventes', 'switchboard'], 0],
  'dissuasion set': [(_, xivo) => ['--from', file(xivo, '.dissuasions.csv')], 0],
  'dissuasion clear': [() => ['facturation'], 0],
  'dissuasion add-sound': [(_, xivo) => ['sales', file(xivo, '.made.wav'), '--name', 'made.wav', '--set'], 7],
  'dissuasion remove-sound': [() => ['recouvrement_essai'], 4],
  'dissuasion rename-sound': [() => ['sales_audio_file', 'sales_renamed'], 4],
  'dissuasion override': [(_, xivo) => [file(xivo, '.made.wav'), '--queue', 'sales', '--name', 'greve.wav'], 'anew'],
  'callbacks lists create': [() => ['Support', '--queue', 'support', '--if-missing'], 0],
  'callbacks lists rename': [({list}) => [`id:${list}`, 'Sales'], 0],
  'callbacks lists set-queue': [({list}) => [`id:${list}`, 'support'], 0],
  'callbacks lists set': [(_, xivo) => ['--from', file(xivo, '.lists.csv')], 0],
  'callbacks lists delete': [({list}) => [`id:${list}`], 4],
  'callbacks periods create': [() => ['Matin', '--start', '08:00', '--end', '12:00'], 7],
  'callbacks periods update': [() => ['Soir', '--end', '21:00'], 0],
  'callbacks periods set': [(_, xivo) => ['--from', file(xivo, '.periods.csv')], 0],
  'callbacks periods delete': [({period}) => [`id:${period}`], 4],
  'callbacks periods set-default': [() => ['Soir'], 0],
  'callbacks create': [() => ['Ventes', '--phone', '0230210093'], 'anew'],
  'callbacks update': [({ongoing}) => [ongoing, '--last-name', 'Doe'], 0],
  'callbacks move': [({ongoing}) => [ongoing, '--to', 'Relances'], 0],
  'callbacks tickets add': [({ongoing}) => [ongoing, '--status', 'no-answer', '--due', '+1d'], 'anew'],
  'callbacks close': [({ongoing, closed}) => [ongoing, closed], 0],
  'callbacks reopen': [({closed}) => [closed], 0],
  'callbacks delete': [({ongoing, closed}) => [ongoing, closed], 4],
  'callbacks import': [(_, xivo) => ['Noël', file(xivo, '.callbacks.csv'), '--create', '--queue', 'ventes'], 'anew'],
  'callbacks do-not-call add': [() => ['0230210099', '--queue', 'sales', '--reason', 'letter'], 0],
  'callbacks do-not-call remove': [() => ['0199004512'], 4],
  'callbacks do-not-call import': [(_, xivo) => [file(xivo, '.callbacks.csv')], 0],
  'callbacks erase': [() => ['--phone', '0465710938'], 0],
  'callbacks purge': [() => ['--closed-before', '2020-01-02'], 0],
  'callbacks imports undo': [({run}) => [run], 7],
}
