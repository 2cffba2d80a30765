import {holdsData} from '../../database/doctor/diagnosis.ts'
import {originalAnswers} from '../../original/probe.ts'
import {xivoctl} from '../../settings/command-line.ts'
import {type Check, fault, fine} from './finding.ts'

/** Detects a second configuration server on this XiVO; it matters only when ours has data. */
export const originalServer = (address: string): Check => ({
  name: 'original server',
  needs: ['own tables'],
  async examine({db, stop, settings}) {
    if (!(await holdsData(db))) return []
    if (!(await originalAnswers(address, stop))) {
      return [fine('original server', `no other configuration server answers at ${address}`)]
    }
    const adopt = xivoctl(settings, 'adopt', '--from', address)
    return [
      fault('original server', 'conflict', {
        what: `another configuration server answers at ${address}`,
        why: "the applications that use it never see the data in xivoctl's tables",
        remedy: `${adopt}; then stop the other server and start 'xivoctl serve' in its place`,
      }),
    ]
  },
})
