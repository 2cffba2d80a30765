import {BaseSequencer, type TestSpecification} from 'vitest/node'

/** The slowest tests, which the size of the file does not reveal. */
const long = [
  'faults/',
  'cli/run/process.test.ts',
  'http/running.test.ts',
  'commands/demo.test.ts',
  'http/streams.test.ts',
  'cli/run/start.test.ts',
  'commands/undo.test.ts',
  'commands/imports.test.ts',
  'services/dissuasion/overrides-cut.test.ts',
  'http/uploads.test.ts',
  'system/package.test.ts',
  'system/fresh-clone.test.ts',
  'system/tour.test.ts',
  'system/interrupted.test.ts',
]

/** Runs slow files first: one that began last would keep a single worker busy at the end. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isLong = ({moduleId}: TestSpecification) => long.some((name) => moduleId.includes(`/test/${name}`))
    const sorted = await super.sort(files)
    return [...sorted.filter(isLong), ...sorted.filter((each) => !isLong(each))]
  }
}
