# Completion of xivoctl in fish, written by 'xivoctl completion fish'. It asks 'xivoctl complete' for what can follow.
# For you: xivoctl completion fish > ~/.config/fish/completions/xivoctl.fish

function __xivoctl_complete
    set -l before (commandline -opc)
    set -l typed (commandline -ct)
    set -l flag (string match -r -- '^--[^=]+=' $typed)
    for line in (command xivoctl complete fish -- $before[2..-1] "$typed" 2>/dev/null </dev/null)
        switch $line
            case files
                for path in (__fish_complete_path (string replace -- "$flag" '' "$typed"))
                    echo "$flag$path"
                end
            case directories
                for path in (__fish_complete_directories (string replace -- "$flag" '' "$typed") '')
                    echo "$flag$path"
                end
            case '*'
                echo $line
        end
    end
end

complete -c xivoctl -f -k -a '(__xivoctl_complete)'
