import {BaseSequencer, type TestSpecification} from 'vitest/node'

/** Those that take longest, of which the size of the file tells nothing. */
const long = [
  'faults/',
  'cli/run/process.test.ts',
  'http/running.test.ts',
  'commands/demo.test.ts',
  'http/streams.test.ts',
]

/** A file that takes long and begins last would keep everybody waiting. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isLong = ({moduleId}: TestSpecification) => long.some((name) => moduleId.includes(`/test/${name}`))
    const sorted = await super.sort(files)
    return [...sorted.filter(isLong), ...sorted.filter((each) => !isLong(each))]
  }
}
