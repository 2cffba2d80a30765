import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {Enums, Models, Serialize, type SPDX, Spec} from '@cyclonedx/cyclonedx-library'
import type {ThirdParty} from './third-party.ts'

/** The bill of materials as CycloneDX 1.7. It has neither a serial number nor a time, so that the same sources give the same bytes. */
export function billOfMaterials(root: string, packages: readonly ThirdParty[]): string {
  const {name, version, description, license} = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const product = component({name, version, licence: license}, Enums.ComponentType.Application, {description})
  const bom = new Models.Bom({metadata: new Models.Metadata({component: product})})
  for (const each of packages) {
    const part = component(each, Enums.ComponentType.Library)
    bom.components.add(part)
    product.dependencies.add(part.bomRef)
  }
  const writer = new Serialize.JsonSerializer(new Serialize.JSON.Normalize.Factory(Spec.Spec1dot7))
  return `${writer.serialize(bom, {sortLists: true, space: 2})}\n`
}

function component(
  {name, version, licence, integrity}: Omit<ThirdParty, 'text'>,
  type: Enums.ComponentType,
  more: Models.OptionalComponentProperties = {},
): Models.Component {
  const purl = `pkg:npm/${name.replace('@', '%40')}@${version}`
  const hashes = new Models.HashDictionary()
  if (integrity?.startsWith('sha512-')) {
    hashes.set(Enums.HashAlgorithm['SHA-512'], Buffer.from(integrity.slice(7), 'base64').toString('hex'))
  }
  const licenses = new Models.LicenseRepository([new Models.SpdxLicense(licence as SPDX.SpdxId)])
  return new Models.Component(type, name, {version, bomRef: purl, purl, licenses, hashes, ...more})
}
