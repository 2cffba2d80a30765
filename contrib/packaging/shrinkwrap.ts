import {readFileSync, writeFileSync} from 'node:fs'

// Whoever installs the program gets the versions that it was tested with: package-lock.json without what only developers need.
const lock = JSON.parse(readFileSync('package-lock.json', 'utf8'))
const entries = Object.entries<{dev?: boolean; devOptional?: boolean; devDependencies?: object}>(lock.packages)
const packages = entries.flatMap(([path, entry]) => {
  const {devDependencies: _, ...needed} = entry
  return entry.dev || entry.devOptional ? [] : [[path, needed]]
})
writeFileSync('npm-shrinkwrap.json', `${JSON.stringify({...lock, packages: Object.fromEntries(packages)}, null, 2)}\n`)
