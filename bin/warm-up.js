// Runs typical commands, and stores the code of all files of the build. `--random-seed=1` seeds V8's hashes, for the same bytes each
// time.
const {readdirSync, writeFileSync} = require('node:fs')
const {join} = require('node:path')
const {frequent, others, withStandIn} = require('./frequent.js')
const {codeFile, codeOf, dist} = require('./load.js')

async function main() {
  await withStandIn(async ({run, complete}) => {
    for (const line of [...others, ...frequent]) await run(line)
    await complete()
  })
  for (const name of readdirSync(dist, {recursive: true})) {
    // The pages of the API run in a browser.
    if (name.endsWith('.js') && !name.startsWith('swagger-ui'))
      writeFileSync(codeFile(join(dist, name)), codeOf(join(dist, name)))
  }
}

main()
