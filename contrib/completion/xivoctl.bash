# Completion of xivoctl in bash, written by 'xivoctl completion bash'. It asks 'xivoctl complete' for what can follow.
# For you: xivoctl completion bash > ~/.local/share/bash-completion/completions/xivoctl
# or, without the package bash-completion, in ~/.bashrc: source <(xivoctl completion bash)

_xivoctl() {
  local line
  COMPREPLY=()
  while IFS= read -r line; do
    case $line in
      *$'\t') COMPREPLY+=("${line%?}") ;;
      files) compopt -o default ;;
      directories) compopt -o dirnames ;;
    esac
  done < <(command xivoctl complete bash "${COMP_LINE:0:COMP_POINT}" "$2" 2>/dev/null </dev/null)
}

complete -F _xivoctl xivoctl
