import type {Stored} from './fixed.ts'

/** The fixed queries by name. Empty in the sources, which compile each with kysely; the build puts here what `stored.ts` compiles. */
export const statements: Readonly<Record<string, Stored>> = {}
