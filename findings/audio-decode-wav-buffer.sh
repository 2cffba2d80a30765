#!/usr/bin/env bash
# @audio/decode-wav 1.5.1: a floating-point WAV that is given as Node's Buffer, a subclass of Uint8Array, fails where the samples do not
# begin at a multiple of their size, as behind a format of 18 bytes. It copies them by `slice`, which makes no copy of a Buffer. The same
# bytes as a Uint8Array are decoded.
# Seen: RangeError for the Buffer, 400 samples for the Uint8Array.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund @audio/decode-wav@1.5.1
cat >seen.mjs <<'JS'
import decode from '@audio/decode-wav'
const le = (value, bytes) => Buffer.from(Array.from({length: bytes}, (_, i) => (value >>> (8 * i)) & 255))
const chunk = (id, content) => Buffer.concat([Buffer.from(id), le(content.length, 4), content])
const format = Buffer.concat([le(3, 2), le(1, 2), le(8000, 4), le(32000, 4), le(4, 2), le(32, 2), le(0, 2)])
const samples = Buffer.from(Float32Array.from({length: 400}, (_, i) => Math.sin(i / 5) / 4).buffer)
const content = Buffer.concat([Buffer.from('WAVE'), chunk('fmt ', format), chunk('data', samples)])
const file = Buffer.alloc(8 + content.length)
file.write('RIFF')
le(content.length, 4).copy(file, 4)
content.copy(file, 8)
const count = async (bytes) => {
  try {
    return (await decode(bytes)).channelData[0].length
  } catch (error) {
    return error.name
  }
}
console.log(await count(file), await count(new Uint8Array(file)))
JS
seen=$(node seen.mjs)
echo "$seen"
[ "$seen" = 'RangeError 400' ]
