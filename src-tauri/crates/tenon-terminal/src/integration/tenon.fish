# Marks the prompts and commands of a fish in a terminal of Tenon. Fish finds this file because
# XDG_DATA_DIRS leads here first; that is given back at once.

# No program that runs in here may know the identity: marks without it are not believed.
set -g __tenon_id $TENON_SHELL_ID
set -e TENON_SHELL_ID
if set -q TENON_XDG_DATA_DIRS
    set -gx XDG_DATA_DIRS $TENON_XDG_DATA_DIRS
    set -e TENON_XDG_DATA_DIRS
else
    set -e XDG_DATA_DIRS
end

if status is-interactive; and test -n "$__tenon_id"
    function __tenon_begin --on-event fish_prompt
        functions -e __tenon_begin
        # The person's files have been read. The prompt's own function goes on under another name.
        functions -q fish_prompt; or function fish_prompt
            echo -n "> "
        end
        functions -c fish_prompt __tenon_inner_prompt
        function fish_prompt
            # Nothing stands before it, so that it sees the status of the last command.
            __tenon_inner_prompt
            printf '\e]133;B;aid=%s\a' $__tenon_id
        end
        __tenon_prompt
        function __tenon_prompt_again --on-event fish_prompt
            __tenon_prompt
        end
    end

    function __tenon_prompt
        printf '\e]7;file://%s%s\a' (string escape --style=url -- "$hostname") (string escape --style=url -- "$PWD")
        printf '\e]133;A;aid=%s\a' $__tenon_id
    end

    function __tenon_preexec --on-event fish_preexec
        set -l text (string replace -a '\\' '\\\\' -- $argv[1] | string replace -a ';' '\\x3b' | string collect)
        set text (string split \n -- $text | string join '\\x0a' | string replace -a \t '\\x09' | string replace -ar '[[:cntrl:]]' '')
        test (string length -- "$text") -lt 30000
        and printf '\e]633;E;%s;%s\a' "$text" $__tenon_id
        printf '\e]133;C;aid=%s\a' $__tenon_id
    end

    function __tenon_end --on-event fish_postexec
        printf '\e]133;D;%s;aid=%s\a' $status $__tenon_id
    end
else
    set -e __tenon_id
end
