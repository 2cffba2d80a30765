/** How much of each suite runs: all of it under `npm run test:faults`, a share of it in `npm test`. */
const scale = Number(process.env.FAULTS_SCALE ?? 0.005)

export const isFull = scale >= 1

/** Of so many runs, those that are for now. */
export const share = (all: number, least = 2) => Math.max(Math.min(all, least), Math.round(all * scale))
