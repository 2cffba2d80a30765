import {fstatSync, statSync} from 'node:fs'

/** Is it /dev/null that is open there? */
export function isNullDevice(descriptor: number): boolean {
  const stat = fstatSync(descriptor)
  return stat.isCharacterDevice() && stat.rdev === statSync('/dev/null').rdev
}

/** Tells without `process.stdin`, which takes a millisecond to make. */
export function isTerminalDevice(descriptor: number): boolean {
  try {
    return fstatSync(descriptor).isCharacterDevice() && !isNullDevice(descriptor)
  } catch {
    return false
  }
}
