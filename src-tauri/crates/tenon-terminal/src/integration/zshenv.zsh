# Marks the prompts and commands of a zsh in a terminal of Tenon. Zsh reads this file in place of
# ~/.zshenv, because ZDOTDIR led it here; that is given back at once, so the person's files are
# read from where they are.

# No program that runs in here may know the identity: marks without it are not believed.
'builtin' 'typeset' '-g' __tenon_id="${TENON_SHELL_ID-}"
'builtin' 'unset' 'TENON_SHELL_ID'
if [[ -n "${TENON_ZDOTDIR+x}" ]]; then
    'builtin' 'export' ZDOTDIR="$TENON_ZDOTDIR"
    'builtin' 'unset' 'TENON_ZDOTDIR'
else
    'builtin' 'unset' 'ZDOTDIR'
fi

{
    if [[ -r "${ZDOTDIR-$HOME}/.zshenv" ]]; then
        'builtin' 'source' '--' "${ZDOTDIR-$HOME}/.zshenv"
    fi
} always {
    if [[ -o 'interactive' && -n "$__tenon_id" ]]; then
        # Text that goes into a mark: backslash, semicolon and control characters are escaped.
        __tenon_escape() {
            'builtin' 'emulate' '-L' 'zsh' '-o' 'extendedglob' '-o' 'no_multibyte'
            'builtin' 'local' MATCH MBEGIN MEND
            REPLY=${1//\\/\\\\}
            REPLY=${REPLY//;/\\x3b}
            REPLY=${REPLY//(#m)[[:cntrl:]]/\\x${(l:2::0:)$(( [##16] #MATCH ))}}
        }

        # Runs before a command, last of all that does.
        __tenon_preexec() {
            'builtin' 'emulate' '-L' 'zsh'
            'builtin' 'local' REPLY
            __tenon_escape "${1:-$3}"
            (( $#REPLY < 60000 )) && 'builtin' 'print' '-rn' '--' $'\e]633;E;'"$REPLY;$__tenon_id"$'\a'
            'builtin' 'print' '-rn' '--' $'\e]133;C;aid='"$__tenon_id"$'\a'
        }

        # Runs before a prompt, first of all that does.
        __tenon_end() {
            'builtin' 'local' __tenon_status=$?
            'builtin' 'emulate' '-L' 'zsh' '-o' 'extendedglob'
            'builtin' 'local' REPLY
            # Zsh has written the sign of a line without an end, and blanks, before anything of ours
            # runs; it is told, so that it does not count as output.
            __tenon_escape "${${(%%)${PROMPT_EOL_MARK-%B%S%#%s%b}}//$'\e['[0-9;]#[a-zA-Z]/}"
            'builtin' 'print' '-rn' '--' $'\e]133;D;'"$__tenon_status;aid=$__tenon_id;eol=$REPLY"$'\a'
        }

        # Runs before a prompt, last of all that does: others may have made the prompt anew.
        __tenon_prompt() {
            'builtin' 'emulate' '-L' 'zsh' '-o' 'extendedglob' '-o' 'no_multibyte'
            'builtin' 'local' MATCH MBEGIN MEND path_bytes="$PWD"
            path_bytes=${path_bytes//(#m)[^a-zA-Z0-9\/._~-]/%${(l:2::0:)$(( [##16] #MATCH & 255 ))}}
            'builtin' 'print' '-rn' '--' $'\e]7;file://'"${HOST-}$path_bytes"$'\a'
            'builtin' 'local' a=$'%{\e]133;A;aid='"$__tenon_id"$'\a%}' b=$'%{\e]133;B;aid='"$__tenon_id"$'\a%}'
            if [[ "${(t)PS1}" == *export* ]]; then
                # A shell in here would inherit the marks, so the second one is not in it.
                'builtin' 'print' '-rn' '--' $'\e]133;A;aid='"$__tenon_id"$'\a'
            elif [[ "$PS1" != *"$b"* ]]; then
                PS1="$a$PS1$b"
            fi
            # Others that came later go before it, or behind the first.
            if [[ "${precmd_functions[1]-}" != __tenon_end || "${precmd_functions[-1]-}" != __tenon_prompt ]]; then
                precmd_functions=(__tenon_end ${precmd_functions:#__tenon_(end|prompt|begin)} __tenon_prompt)
            fi
            if [[ "${preexec_functions[-1]-}" != __tenon_preexec ]]; then
                preexec_functions=(${preexec_functions:#__tenon_preexec} __tenon_preexec)
            fi
        }

        # Runs when a prompt that bears no marks is drawn and a line can be typed.
        __tenon_input() {
            [[ "${(t)PS1}" == *export* ]] || 'builtin' 'return' 0
            'builtin' 'print' '-rn' '--' $'\e]133;B;aid='"$__tenon_id"$'\a'
        }

        # Runs before the first prompt, when the person's files have been read.
        __tenon_begin() {
            'builtin' 'local' last="${precmd_functions[-1]-}"
            'builtin' 'autoload' '-Uz' 'add-zle-hook-widget'
            add-zle-hook-widget line-init __tenon_input 2>/dev/null
            __tenon_prompt
            # What comes behind it this time may make the prompt anew.
            [[ "$last" == __tenon_begin ]] || 'builtin' 'print' '-rn' '--' $'\e]133;A;aid='"$__tenon_id"$'\a'
        }
        'builtin' 'typeset' '-ga' precmd_functions preexec_functions
        precmd_functions+=(__tenon_begin)
    fi
}
