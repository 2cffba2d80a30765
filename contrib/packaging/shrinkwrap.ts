import {readFileSync, writeFileSync} from 'node:fs'

// Installs the versions that the program was tested with: package-lock.json without the dependencies of development.
const lock = JSON.parse(readFileSync('package-lock.json', 'utf8'))
const entries = Object.entries<{dev?: boolean; devOptional?: boolean; devDependencies?: object}>(lock.packages)
const packages = entries.flatMap(([path, entry]) => {
  const {devDependencies: _, ...needed} = entry
  return entry.dev || entry.devOptional ? [] : [[path, needed]]
})
writeFileSync('npm-shrinkwrap.json', `${JSON.stringify({...lock, packages: Object.fromEntries(packages)}, null, 2)}\n`)
