# Completion of xivoctl in fish, written by 'xivoctl completion fish'; write it again after an upgrade. It knows the commands and flags, and
# asks 'xivoctl complete' for names of a XiVO, which that keeps for a minute in a file that this script reads.
# For you: xivoctl completion fish > ~/.config/fish/completions/xivoctl.fish

# TABLES
# What can follow, by the tables above, without starting a program: words with their descriptions, in values; kind, prefix and context
# where names of a XiVO can follow too; paths where files or directories can. The last argument is the incomplete word.
function __xivoctl_known --no-scope-shadowing
    set values
    set kind ''
    set prefix ''
    set context ''
    set paths ''
    set -l typed $argv[-1]
    set -l rest $argv[1..-2]
    set -l at xivoctl
    while set -q rest[1]; and string match -qr '^[a-z][a-z-]*$' -- $rest[1]; and __xivoctl_next "$at $rest[1]" >/dev/null
        set at "$at $rest[1]"
        set -e rest[1]
    end
    if not set -q rest[1]; and not string match -q -- '-*' $typed
        set -a values (__xivoctl_next $at)
    end
    set -l flags (__xivoctl_flags $at)
    or return 0
    set -l flag
    set -l open
    set -l ended
    set -l said
    set -l given 0
    for word in $rest
        if set -q open[1]
            __xivoctl_note $open[1] $word
            set open
        else if set -q ended[1]; or not string match -q -- '-*' $word; or test "$word" = -
            set given (math $given + 1)
        else if test "$word" = --
            set ended yes
        else if __xivoctl_called (string split -m 1 = -- $word)[1]
            set -a said $flag[1]
            if string match -q -- '--*=*' $word
                __xivoctl_note $flag[1] (string split -m 1 = -- $word)[2]
            else if test $flag[3] = option
                set open $flag
            end
        end
    end
    if set -q open[1]
        __xivoctl_offer $open[7] $open[8]
    else if not set -q ended[1]; and string match -q -- '--?*=*' $typed
        if __xivoctl_called (string split -m 1 = -- $typed)[1]; and test $flag[3] = option
            set prefix (string split -m 1 = -- $typed)[1]=
            __xivoctl_offer $flag[7] $flag[8]
        end
    else
        set -l args (__xivoctl_args $at)
        set -l next (math $given + 1)
        if test "$args[-1]" = ...
            set -e args[-1]
            set next (math min $next, (count $args))
        end
        if begin; set -q ended[1]; or not string match -q -- '-*' $typed; end; and test $next -gt 0; and set -q args[$next]
            __xivoctl_offer (string split = -- $args[$next])
        else if not set -q ended[1]
            __xivoctl_more
        end
    end
    return 0
end

# The flag of the command that a word names, in flag.
function __xivoctl_called --no-scope-shadowing
    for each in $flags
        set flag (string split '|' -- $each)
        if test "$argv[1]" = "--$flag[1]"; or begin; test $flag[2] != -; and test "$argv[1]" = "-$flag[2]"; end; or begin; test $flag[4] = yes; and test "$argv[1]" = "--no-$flag[1]"; end
            return 0
        end
    end
    return 1
end

# The XiVO that the words name; with another file of settings, the program looks.
function __xivoctl_note --no-scope-shadowing
    test $argv[1] = context; and set context $argv[2]
    test $argv[1] = config; and set context /
end

function __xivoctl_offer --no-scope-shadowing
    test "$argv[2]" = -; or set -a values $prefix(string split ' ' -- $argv[2])\t
    switch $argv[1]
        case -
        case file
            set paths files
        case directory
            set paths directories
        case '*'
            set kind $argv[1]
    end
end

# The flags that can still be added.
function __xivoctl_more --no-scope-shadowing
    for each in $flags
        set flag (string split -m 9 '|' -- $each)
        test $flag[9] = yes; and continue
        test $flag[5] != yes; and contains -- $flag[1] $said; and continue
        set -l excluded
        for other in (string split ' ' -- $flag[6])
            contains -- $other $said; and set excluded yes
        end
        set -q excluded[1]; and continue
        set -a values --$flag[1]\t$flag[10]
        test $flag[4] = yes; and set -a values --no-$flag[1]\t$flag[10]
    end
end

# The names of the kind that the program stored less than a minute ago, in names, for the same user, context and settings. Fails when only
# the program knows them.
function __xivoctl_names --no-scope-shadowing
    set -l foreign (set --names --export | string match -r '^(?:XIVOCTL_|PG).*')
    test -z "$foreign"; or test "$foreign" = XIVOCTL_CONTEXT; or return 1
    test -n "$context"; or set context "$XIVOCTL_CONTEXT"
    string match -qr '^[a-zA-Z0-9_.-]*$' -- $context; or return 1
    test $kind != sound; and test -n "$HOME"; or return 1
    test $kind = context; and string match -q -- '*,*' $argv[1]; and return 1
    set -l cache $HOME/.cache
    string match -q -- '/*' "$XDG_CACHE_HOME"; and set cache $XDG_CACHE_HOME
    set -l config $HOME/.config
    test -n "$XDG_CONFIG_HOME"; and set config $XDG_CONFIG_HOME
    set -l file $cache/xivoctl/names-$kind-$context
    for each in $cache/xivoctl $file
        test -O $each; and not test -L $each; or return 1
    end
    test -f $file; and test -r $file; or return 1
    set -l written (path mtime -- $file)
    for each in $config/xivoctl $config/xivoctl/config.json /etc/xivoctl /etc/xivoctl/config.json
        test -e $each; and test (path mtime -- $each) -ge $written; and return 1
    end
    while read -l line
        set -a names $line
    end <$file
    set -l asked (string replace -rf '^xivoctl ([0-9]+)$' '$1' -- $names[1]); or return 1
    set -l age (math (path mtime -R -- $file) + $written - $asked)
    test $age -ge 0; and test $age -lt 60; or return 1
    test "$names[2]" = "$HOME"\t"$XDG_CONFIG_HOME"\t"$XDG_STATE_HOME"; or return 1
    set -e names[1..2]
end

function __xivoctl_complete
    set -l before (commandline -opc)
    set -l typed (commandline -ct)
    set -l values
    set -l names
    set -l kind
    set -l prefix
    set -l context
    set -l paths
    __xivoctl_known $before[2..-1] "$typed"
    if test -n "$kind"; and not __xivoctl_names "$typed"
        set values
        set names
        for line in (command xivoctl complete fish -- $before[2..-1] "$typed" 2>/dev/null </dev/null)
            contains -- $line files directories; and set paths $line; or set -a values $line
        end
    end
    string join -- \n $values
    for line in $names
        set -l fields (string split \t -- $line)
        echo $prefix$fields[1]\t$fields[3]
    end
    switch "$paths"
        case files
            set paths (__fish_complete_path (string replace -- "$prefix" '' "$typed"))
        case directories
            set paths (__fish_complete_directories (string replace -- "$prefix" '' "$typed") '')
    end
    set -q paths[1]; and test -n "$paths[1]"; and string join -- \n $prefix$paths
end

complete -c xivoctl -f -k -a '(__xivoctl_complete)'
