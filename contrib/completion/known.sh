# What can follow, by the tables above, in bash and zsh without starting a program. The first argument is the incomplete word, the
# others are those before it. Sets the array values, and in abouts the keys of their descriptions; kind, prefix and context where names
# of a XiVO can follow too; paths where files or directories can.
_xivoctl_known() {
  if [[ -n ${ZSH_VERSION-} ]]; then emulate -L ksh; else local -; fi
  local IFS=' ' at=xivoctl next word id open='' ended='' said=' ' given=0 spec typed=$1
  local -a f
  set -f
  shift
  values=() abouts=() kind='' prefix='' context='' paths=''
  while (( $# )) && [[ $1 == [a-z]* && $1 != *[!a-z-]* && -n ${_xivoctl_next[$at $1]+x} ]]; do
    at="$at $1"
    shift
  done
  if (( $# == 0 )) && [[ $typed != -* ]]; then
    for word in ${_xivoctl_next[$at]}; do
      values+=("$word") abouts+=("$at $word")
    done
  fi
  [[ -n ${_xivoctl_flags[$at]+x} ]] || return 0
  for word; do
    if [[ -n $open ]]; then
      _xivoctl_note "$word"
      open=''
    elif [[ -n $ended || $word != -* || $word == - ]]; then
      given=$(( given + 1 ))
    elif [[ $word == -- ]]; then
      ended=1
    elif _xivoctl_called "${word%%=*}"; then
      said+="${f[0]} "
      if [[ $word == --*=* ]]; then _xivoctl_note "${word#*=}"; elif [[ ${f[2]} == option ]]; then open=$id; fi
    fi
  done
  if [[ -n $open ]]; then
    _xivoctl_offer "${f[6]}" "${f[7]}"
  elif [[ -z $ended && $typed == --?*=* ]]; then
    if _xivoctl_called "${typed%%=*}" && [[ ${f[2]} == option ]]; then
      prefix="${typed%%=*}="
      _xivoctl_offer "${f[6]}" "${f[7]}"
    fi
  elif [[ -n $ended || $typed != -* ]] && _xivoctl_argument; then
    _xivoctl_offer "${spec%%=*}" "${spec#*=}"
  elif [[ -z $ended ]]; then
    _xivoctl_more
  fi
  return 0
}

# The flag of the command that a word names: its fields in f, its id in id.
_xivoctl_called() {
  local IFS='|'
  for id in ${_xivoctl_flags[$at]//:/|}; do
    f=(${_xivoctl_flag[$id]})
    [[ $1 == "--${f[0]}" || ( ${f[1]} != - && $1 == "-${f[1]}" ) || ( ${f[3]} == yes && $1 == "--no-${f[0]}" ) ]] && return 0
  done
  return 1
}

# The XiVO that the words name; with another file of settings, the program looks.
_xivoctl_note() {
  case ${f[0]} in
    context) context=$1 ;;
    config) context=/ ;;
  esac
}

_xivoctl_offer() {
  local IFS=' '
  if [[ $2 != - ]]; then
    for word in $2; do
      values+=("$prefix$word") abouts+=('')
    done
  fi
  case $1 in
    -) ;;
    file) paths=files ;;
    directory) paths=directories ;;
    *) kind=$1 ;;
  esac
}

# The argument that comes next; the last one of some commands can be repeated.
_xivoctl_argument() {
  local IFS=: each=0 repeated=''
  for word in ${_xivoctl_args[$at]}; do
    [[ $word == ... ]] && repeated=1 && continue
    spec=$word
    (( each == given )) && return 0
    each=$(( each + 1 ))
  done
  [[ -n $repeated ]]
}

# The flags that can still be added.
_xivoctl_more() {
  local IFS='|' other excluded
  for id in ${_xivoctl_flags[$at]//:/|}; do
    f=(${_xivoctl_flag[$id]})
    [[ ${f[8]} == yes || ( ${f[4]} != yes && $said == *" ${f[0]} "* ) ]] && continue
    excluded=''
    IFS=' '
    for other in ${f[5]}; do
      [[ $said == *" $other "* ]] && excluded=1
    done
    IFS='|'
    [[ -n $excluded ]] && continue
    values+=("--${f[0]}") abouts+=("$id")
    [[ ${f[3]} != yes ]] || { values+=("--no-${f[0]}") abouts+=("$id"); }
  done
}

# The names of a kind that the program stored less than a minute ago, in names, for the same user, context and settings: lines of the
# name, the name quoted, and a description. 1 when only the program knows them. $1 is the time.
_xivoctl_names() {
  [[ -z ${ZSH_VERSION-} ]] || emulate -L ksh
  local IFS=' ' header places cache=${XDG_CACHE_HOME-} config=${XDG_CONFIG_HOME-} file each
  : ${context:=${XIVOCTL_CONTEXT-}}
  [[ $kind != sound && $kind$typed != context*,* && $context != *[!a-zA-Z0-9_.-]* && -n ${HOME-} ]] || return 1
  [[ $cache == /* ]] || cache=$HOME/.cache
  cache=$cache/xivoctl
  file=$cache/names-$kind-$context
  [[ -O $cache && ! -L $cache && -O $file && ! -L $file && -f $file && -r $file ]] || return 1
  for each in "${config:-$HOME/.config}/xivoctl" /etc/xivoctl; do
    [[ ( ! -e $each || $file -nt $each ) && ( ! -e $each/config.json || $file -nt $each/config.json ) ]] || return 1
  done
  {
    IFS= read -r header && IFS= read -r places || return 1
    [[ $header == xivoctl\ +([0-9]) ]] || return 1
    (( $1 - ${header#xivoctl } >= 0 && $1 - ${header#xivoctl } < 60 )) || return 1
    [[ $places == "$HOME"$'\t'"${XDG_CONFIG_HOME-}"$'\t'"${XDG_STATE_HOME-}" ]] || return 1
    while IFS= read -r each; do names+=("$each"); done
  } <"$file"
}
