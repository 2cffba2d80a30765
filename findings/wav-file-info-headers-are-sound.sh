#!/usr/bin/env bash
# wav-file-info 0.0.10: the `duration` is that of the whole file, all its headers and chunks included: a title and comments in a LIST
# chunk, as editors write them, make a sound longer. Its own `header` has the length of the sound right where no chunk is before it.
# Seen for 1 s of 8,000 Hz, 16 bits: 1.00225 s; with a LIST chunk of 16,000 bytes behind it 2.00275 s.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund wav-file-info@0.0.10
cat >seen.cjs <<'JS'
const {writeFileSync} = require('node:fs')
const {infoByFilename} = require('wav-file-info')

const chunk = (name, body) => {
  const size = Buffer.alloc(4)
  size.writeUInt32LE(body.length)
  return Buffer.concat([Buffer.from(name), size, body])
}
/** One channel, 16 bits. */
const format = (rate) => {
  const body = Buffer.alloc(16)
  ;[1, 1].forEach((value, i) => body.writeUInt16LE(value, 2 * i))
  ;[rate, 2 * rate].forEach((value, i) => body.writeUInt32LE(value, 4 + 4 * i))
  ;[2, 16].forEach((value, i) => body.writeUInt16LE(value, 12 + 2 * i))
  return chunk('fmt ', body)
}
const sound = chunk('data', Buffer.alloc(16_000))
const comment = chunk('LIST', Buffer.concat([Buffer.from('INFO'), chunk('ICMT', Buffer.alloc(15_988, ' '))]))
const wav = (...chunks) => chunk('RIFF', Buffer.concat([Buffer.from('WAVE'), format(8000), ...chunks]))

const told = (name, bytes) =>
  new Promise((resolve) => {
    writeFileSync('sound.wav', bytes)
    infoByFilename('sound.wav', (error, info) => {
      console.log(`${name}: ${error ? 'refused' : info.duration}`)
      resolve()
    })
  })
told('one second', wav(sound)).then(() => told('with a comment', wav(sound, comment)))
JS
seen=$(node seen.cjs)
echo "$seen"
[ "$seen" = 'one second: 1.00225
with a comment: 2.00275' ]
