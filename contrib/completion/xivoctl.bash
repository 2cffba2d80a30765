# Completion of xivoctl in bash, written by 'xivoctl completion bash'; write it again after an upgrade. It knows the commands and flags,
# and asks 'xivoctl complete' for names of a XiVO, which that keeps for a minute in a file that this script reads.
# For you: xivoctl completion bash > ~/.local/share/bash-completion/completions/xivoctl
# or, without the package bash-completion, in ~/.bashrc: source <(xivoctl completion bash)

# TABLES
_xivoctl() {
  local line=${COMP_LINE:0:COMP_POINT}
  COMPREPLY=()
  # Without anything that bash would interpret, the words are what stands between blanks.
  if [[ $line != *[!a-zA-Z0-9_./,+%@:=\ -]* ]] && _xivoctl_here "$2"; then return; fi
  while IFS= read -r line; do
    case $line in
      *$'\t') COMPREPLY+=("${line%?}") ;;
      files) compopt -o default ;;
      directories) compopt -o dirnames ;;
    esac
  done < <(command xivoctl complete bash "$line" "$2" 2>/dev/null </dev/null)
}

# Answers without the program, if that is possible. $1 is the end of the line that readline replaces.
_xivoctl_here() {
  local kind prefix context paths typed='' value quoted now kept
  local -a values abouts words names=()
  IFS=' ' read -r -a words <<<"$line"
  [[ $line == *' ' ]] || { typed=${words[-1]}; unset 'words[-1]'; }
  (( ${#words[@]} > 0 )) || return 1
  _xivoctl_known "$typed" "${words[@]:1}"
  if [[ -n $kind ]]; then
    local -a foreign=("${!XIVOCTL_@}" "${!PG@}")
    [[ ${foreign[*]} == @(|XIVOCTL_CONTEXT) ]] || return 1
    printf -v now '%(%s)T' -1
    _xivoctl_names "$now" || return 1
  fi
  kept=$(( ${#typed} - ${#1} ))
  for value in "${values[@]}"; do
    [[ $value == "$typed"* ]] && COMPREPLY+=("${value:kept}")
  done
  for line in "${names[@]}"; do
    IFS=$'\t' read -r value quoted _ <<<"$line"
    [[ $prefix$value == "$typed"* ]] || continue
    quoted=$prefix$quoted
    COMPREPLY+=("${quoted:kept}")
  done
  case $paths in
    files) compopt -o default ;;
    directories) compopt -o dirnames ;;
  esac
}

complete -F _xivoctl xivoctl
