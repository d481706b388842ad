#!/usr/bin/env bash
# The part of the completion that is the same for all programs; scripts/completion puts their tables behind it.
# Bash completion of the Open vSwitch programs: options and commands from the programs' own tables, and the names of
# bridges, ports, tables, columns and records from the running database.

# _ovs_offer WORDS: what begins as the word under the cursor does.
_ovs_offer() {
    local IFS=$'\n' word
    COMPREPLY=()
    for word in $1; do
        if [[ $word == "$_ovs_word"* ]]; then
            [[ $word == *= ]] || word+=' '
            COMPREPLY+=("$word")
        fi
    done
}

_ovs_ask() { # a program, bounded in time; nothing when there is no server
    timeout 1 "$@" 2> /dev/null
}

# _ovs_values KIND TABLE: what can stand for an argument of that kind.
_ovs_values() {
    case $1 in
        BRIDGE) _ovs_ask ovs-vsctl list-br ;;
        PORT | BOND) _ovs_ask ovs-vsctl --bare --no-headings --columns=name list port ;;
        IFACE | 'PORT|IFACE') _ovs_ask ovs-vsctl --bare --no-headings --columns=name list interface ;;
        TABLE) _ovs_ask ovsdb-client --no-headings list-tables "$_ovs_database" ;;
        RECORD) _ovs_ask "$_ovs_program" --bare --no-headings --columns=_uuid list "$2"
            _ovs_ask "$_ovs_program" --bare --no-headings --columns=name list "$2" ;;
        COLUMN*) _ovs_ask ovsdb-client --no-headings list-columns "$_ovs_database" "$2" | awk '{ print $2 }' |
            case $1 in *=VALUE) sed 's/$/=/' ;; *) cat ;; esac ;;
        NEW-PORT | NEW-BRIDGE) ;;
    esac
}

# _ovs_argument NOTATION ARGUMENTS...: completes the last of the arguments of a command.
_ovs_argument() {
    local notation=($1) index=0 table='' kind
    shift
    if [[ ${notation[0]-} == *TABLE ]]; then
        table=${1-}
    fi
    while [ $# -gt 1 ]; do
        shift
        case ${notation[index]-} in '*'* | '+'*) ;; *) index=$((index + 1)) ;; esac
    done
    kind=${notation[index]-}
    kind=${kind#[!?*+]}
    if [ -n "$kind" ]; then
        _ovs_offer "$(_ovs_values "${kind/'?:KEY'/}" "$table")"
    fi
}

_ovs() {
    local _ovs_program=${1##*/} _ovs_word=${COMP_WORDS[COMP_CWORD]} _ovs_database=Open_vSwitch
    local previous=${COMP_WORDS[COMP_CWORD - 1]} options name notation line i command='' arguments=()
    local listing=${_ovs_commands[$_ovs_program]-}
    COMPREPLY=()
    [ "$_ovs_program" = vtep-ctl ] && _ovs_database=hardware_vtep

    if [ "$_ovs_program" = ovs-appctl ]; then
        _ovs_appctl
        return
    fi

    # The command under the cursor begins after the last "--".
    for ((i = 1; i < COMP_CWORD; i++)); do
        case ${COMP_WORDS[i]} in
            --) command='' arguments=() ;;
            -*) ;;
            *) if [ -z "$command" ]; then command=${COMP_WORDS[i]}; else arguments+=("${COMP_WORDS[i]}"); fi ;;
        esac
    done
    if [[ $_ovs_word == -* ]]; then
        options=${_ovs_options[$_ovs_program]-}
        while IFS=$'\t' read -r line name notation; do
            options+=$'\n'${line// /$'\n'}
        done <<< "$listing"
        _ovs_offer "$(sort -u <<< "$options")"
    elif [ -z "$command" ]; then
        _ovs_offer "$(cut -f2 <<< "$listing")"
    else
        while IFS=$'\t' read -r line name notation; do
            if [ "$name" = "$command" ]; then
                _ovs_argument "$notation" "${arguments[@]}" "$_ovs_word"
            fi
        done <<< "$listing"
    fi
}

# ovs-appctl's commands are those of the daemon that it speaks to.
_ovs_appctl() {
    local target=() i
    for ((i = 1; i < COMP_CWORD; i++)); do
        case ${COMP_WORDS[i]} in
            -t | --target) target=(-t "${COMP_WORDS[i + 1]}") i=$((i + 1)) ;;
            --target=*) target=("${COMP_WORDS[i]}") ;;
        esac
    done
    if [[ $previous == -t || $previous == --target ]]; then
        _ovs_offer "$(cd "${OVS_RUNDIR:-/var/run/openvswitch}" 2> /dev/null && ls -- *.pid 2> /dev/null | sed 's/\.pid$//')"
    elif [[ $_ovs_word == -* ]]; then
        _ovs_offer "${_ovs_options[ovs-appctl]}"
    else
        _ovs_offer "$(_ovs_ask ovs-appctl "${target[@]}" list-commands | awk 'NR > 1 { print $1 }')"
    fi
}
