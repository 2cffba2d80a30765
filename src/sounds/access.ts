import {constants, type Stats} from 'node:fs'

/**
 * May Asterisk read the file, as far as its mode tells? On XiVO the sound directory belongs to the user that Asterisk runs as; where it
 * belongs to root, Asterisk is another user, of the directory's group.
 */
export function isReadByAsterisk(directory: Stats, {mode, uid, gid}: Stats): boolean {
  const {S_IROTH, S_IRGRP, S_IRUSR} = constants
  if (directory.uid !== 0 && uid === directory.uid) return (mode & S_IRUSR) !== 0
  const isOfGroup = gid === directory.gid && gid !== 0
  return (mode & (isOfGroup ? S_IRGRP : S_IROTH)) !== 0
}
