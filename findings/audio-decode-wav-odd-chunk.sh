#!/usr/bin/env bash
# @audio/decode-wav 1.5.1: a WAV with a chunk of an odd length before its samples, padded to an even one as RIFF wants it, is decoded to
# no samples, without an error. Titles and comments of an odd length are common. Whoever converts such a file gets silence of no length.
# Seen: 400 samples without the chunk and behind one of an even length, none behind a padded one of an odd length.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund @audio/decode-wav@1.5.1
cat >seen.mjs <<'JS'
import decode from '@audio/decode-wav'
const le = (value, bytes) => Buffer.from(Array.from({length: bytes}, (_, i) => (value >>> (8 * i)) & 255))
const chunk = (id, content) =>
  Buffer.concat([Buffer.from(id), le(content.length, 4), content, Buffer.alloc(content.length % 2)])
const format = Buffer.concat([le(1, 2), le(1, 2), le(8000, 4), le(16000, 4), le(2, 2), le(16, 2)])
const samples = Buffer.from(Int16Array.from({length: 400}, (_, i) => Math.round(9000 * Math.sin(i / 5))).buffer)
const wav = (...between) => {
  const content = Buffer.concat([Buffer.from('WAVE'), chunk('fmt ', format), ...between, chunk('data', samples)])
  return Buffer.concat([Buffer.from('RIFF'), le(content.length, 4), content])
}
const count = async (bytes) => (await decode(new Uint8Array(bytes))).channelData?.[0]?.length ?? 0
const counts = []
for (const between of [[], [chunk('note', Buffer.alloc(4))], [chunk('note', Buffer.alloc(5))]]) counts.push(await count(wav(...between)))
console.log(counts.join(', '))
JS
seen=$(node seen.mjs)
echo "$seen"
[ "$seen" = '400, 400, 0' ]
