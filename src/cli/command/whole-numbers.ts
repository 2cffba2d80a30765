/** Of a flag that has no limit of its own: a larger number would be read as another one than was typed. */
export const fromNone = {min: 0, max: Number.MAX_SAFE_INTEGER}
