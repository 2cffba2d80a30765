import {counted} from '../../formats/counted.ts'
import type {AdoptedItem, Adoption, Counts, Difference, KeptRequest} from '../../services/adopt/adoption.ts'
import type {Listing} from '../list/listing.ts'

export const adoptListing: Listing<AdoptedItem> = {
  columns: {
    what: ({what}) => what,
    name: ({name}) => name,
    action: ({action}) => action,
    requests: ({requests}) => requests && countsText(requests),
    differences: ({differences}) => differences.map(differenceText).join('; '),
  },
  id: ({name}) => name,
}

const differenceText = ({field, here, there}: Difference) =>
  `${field}: ${here || 'none'} here, ${there || 'none'} there`

function countsText({onlyHere, ...counts}: NonNullable<AdoptedItem['requests']>): string {
  const parts = Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([action, count]) => `${count} ${action}`)
  return [...parts, ...(onlyHere > 0 ? [`${onlyHere} only here`] : [])].join(', ')
}

/** One line that says what was adopted, or would be. */
export function adoptSentence({from, counts}: Adoption, {dryRun}: {dryRun: boolean}): string {
  const parts = Object.entries(counts).map(([what, count]) => `${what}: ${countText(count)}`)
  const verb = dryRun ? 'would be adopted' : 'adopted'
  return `${verb} from ${from}: ${parts.join(' · ')}${dryRun ? ' (nothing was written)' : ''}`
}

function countText({create, change, same, keep, reject}: Counts): string {
  const parts = [
    `${create} new`,
    ...(change > 0 ? [`${change} changed`] : []),
    ...(same > 0 ? [`${same} unchanged`] : []),
    ...(keep > 0 ? [`${keep} kept with the values of xivoctl`] : []),
    ...(reject > 0 ? [`${reject} left out`] : []),
  ]
  return parts.join(', ')
}

const SHOWN = 100

/** Remarks for the administrator beside the plan, without customers' data. */
export function adoptRemarks({unknownFields, keptRequests, items}: Adoption): string[] {
  const onlyHere = items.reduce((sum, {requests}) => sum + (requests?.onlyHere ?? 0), 0)
  const kept = items.some(({action}) => action === 'keep')
  return [
    ...(unknownFields.length > 0
      ? [
          `the original has fields that its documentation does not describe; they are not copied: ${unknownFields.join(', ')}`,
        ]
      : []),
    ...keptRequests.slice(0, SHOWN).map(keptText),
    ...(keptRequests.length > SHOWN ? [`… and ${keptRequests.length - SHOWN} more that were changed in xivoctl`] : []),
    ...(onlyHere > 0
      ? [
          `${counted(onlyHere, 'request')} in the lists above ${onlyHere === 1 ? 'is' : 'are'} ongoing in xivoctl but missing from the original: closed there, or created in xivoctl`,
        ]
      : []),
    ...(kept
      ? ['differing values are kept as they are in xivoctl; --overwrite replaces them with those of the original']
      : []),
  ]
}

const keptText = ({uuid, list, fields}: KeptRequest) =>
  `request ${uuid} of '${list}' was changed in xivoctl and is kept; it differs in ${fields.join(', ')}`
