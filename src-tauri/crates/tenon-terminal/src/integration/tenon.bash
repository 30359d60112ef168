# Marks the prompts and commands of a bash in a terminal of Tenon. Bash reads this file in place of
# ~/.bashrc (--init-file), so that is read first, as an interactive shell would.

# No program that runs in here may know the identity: marks without it are not believed.
__tenon_id=${TENON_SHELL_ID-}
builtin unset TENON_SHELL_ID

if [[ -r ~/.bashrc ]]; then
    . ~/.bashrc
fi

# Text that goes into a mark: backslash, semicolon and control characters are escaped.
__tenon_escape() {
    local LC_ALL=C text=$1 out='' character at
    text=${text//\\/\\\\}
    text=${text//;/\\x3b}
    if [[ $text == *[[:cntrl:]]* ]]; then
        for ((at = 0; at < ${#text}; at++)); do
            character=${text:at:1}
            if [[ $character == [[:cntrl:]] ]]; then
                builtin printf -v character '\\x%02x' "'$character"
            fi
            out+=$character
        done
        text=$out
    fi
    __tenon_text=$text
}

# The newest entry of the history as "number text".
__tenon_newest() {
    local entry number
    entry=$(HISTTIMEFORMAT='' builtin history 1 2>/dev/null) || :
    entry=${entry#"${entry%%[![:space:]]*}"}
    number=${entry%%[!0-9]*}
    # Behind the number stand a blank or a star, and a blank.
    entry=${entry#"$number"}
    __tenon_entry=${number:+$number ${entry:2}}
}

# Between a command's text and its output. It runs in a subshell of the prompt PS0.
__tenon_before() {
    local __tenon_entry='' __tenon_text=''
    __tenon_newest
    # A line that the history leaves out is not told: what was typed says it.
    if [[ -n $__tenon_entry && $__tenon_entry != "${__tenon_last_entry-}" && ${#__tenon_entry} -lt 30000 ]]; then
        __tenon_escape "${__tenon_entry#* }"
        builtin printf '\e]633;E;%s;%s\a' "$__tenon_text" "$__tenon_id"
    fi
    builtin printf '\e]133;C;aid=%s\a' "$__tenon_id"
}

# First of all that runs before a prompt.
__tenon_end() {
    local status=$?
    builtin printf '\e]133;D;%s;aid=%s\a' "$status" "$__tenon_id"
    # Under set -e a function that hands a failure on would end the shell.
    [[ $- != *e* ]] || status=0
    builtin return "$status"
}

# The folder as an address, made anew when it is another one.
__tenon_folder() {
    local LC_ALL=C out='' character at
    if [[ $PWD != "${__tenon_pwd-}" ]]; then
        for ((at = 0; at < ${#PWD}; at++)); do
            character=${PWD:at:1}
            if [[ $character != [a-zA-Z0-9/._~-] ]]; then
                builtin printf -v character '%%%02x' "'$character"
                # Bytes beyond ASCII are negative numbers in here.
                character=%${character: -2}
            fi
            out+=$character
        done
        __tenon_pwd=$PWD
        __tenon_address=$out
    fi
    builtin printf '\e]7;file://%s%s\a' "${HOSTNAME-}" "$__tenon_address"
}

# Last of all that runs before a prompt: others may have made the prompts anew.
__tenon_prompt() {
    local status=$? __tenon_entry=''
    __tenon_newest
    __tenon_last_entry=$__tenon_entry
    __tenon_folder
    # Variables stand in the prompts in place of the marks, so that a shell that inherits them
    # prints nothing.
    if [[ ${PS1-} != *'${__tenon_b-}'* ]]; then
        PS1='\[${__tenon_a-}\]'${PS1-}'\[${__tenon_b-}\]'
    fi
    if [[ ${PS2-} != *'${__tenon_b-}'* ]]; then
        PS2='\[${__tenon_s-}\]'${PS2-}'\[${__tenon_b-}\]'
    fi
    if [[ ${PS0-} != *'${__tenon_b:+'* ]]; then
        PS0=${PS0-}'${__tenon_b:+$(__tenon_before)}'
    fi
    [[ $- != *e* ]] || status=0
    builtin return "$status"
}

__tenon_begin() {
    # Without PS0 (before 4.4) or variables in prompts it stays a plain terminal.
    [[ -n $__tenon_id && $- == *i* ]] && ((BASH_VERSINFO[0] * 100 + BASH_VERSINFO[1] >= 404)) &&
        builtin shopt -q promptvars || builtin return 0
    __tenon_a=$'\e]133;A;aid='$__tenon_id$'\a'
    __tenon_b=$'\e]133;B;aid='$__tenon_id$'\a'
    __tenon_s=$'\e]133;A;k=s;aid='$__tenon_id$'\a'
    if ((BASH_VERSINFO[0] * 100 + BASH_VERSINFO[1] >= 501)); then
        PROMPT_COMMAND=(__tenon_end ${PROMPT_COMMAND[@]+"${PROMPT_COMMAND[@]}"} __tenon_prompt)
    else
        PROMPT_COMMAND=$'__tenon_end\n'${PROMPT_COMMAND-}$'\n__tenon_prompt'
    fi
}
__tenon_begin
builtin unset -f __tenon_begin
# The first prompt begins with the status that ~/.bashrc would have left.
builtin true
