import {writeFileSync} from 'node:fs'
import {billOfMaterials} from './sbom.ts'
import {licenceTexts, thirdParty} from './third-party.ts'

// What the package of npm says of the packages in it; `postpack` removes both files.
const packages = thirdParty('.')
writeFileSync('THIRD-PARTY-LICENSES.txt', licenceTexts(packages))
writeFileSync('sbom.cdx.json', billOfMaterials('.', packages))
