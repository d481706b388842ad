# Sourced by build, test and ovs-ctl: what this machine needs, and how progress is shown. POSIX tools only.

progress() {
    printf '%s\n' "== $*" >&2
}

# run_with_progress LOG COMMAND...: the command's output goes to LOG; a terminal shows how long it takes, and a failure
# shows the log's end.
run_with_progress() {
    local log=$1 pid started=$SECONDS status=0
    shift
    mkdir -p "$(dirname "$log")"
    "$@" > "$log" 2>&1 < /dev/null &
    pid=$!
    if [ -t 2 ]; then
        while kill -0 "$pid" 2> /dev/null; do
            printf '\r   %3d s  %.60s\033[K' $((SECONDS - started)) "$(tail -n 1 "$log" | tr -d '\r')" >&2
            sleep 0.5
        done
        printf '\r\033[K' >&2
    fi
    wait "$pid" || status=$?
    if [ "$status" -ne 0 ]; then
        tail -n 40 "$log" >&2
        echo "$1 failed with status $status; the whole log is $log" >&2
    fi
    return "$status"
}

as_root() {
    if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi
}

# install_packages COMMAND:PACKAGE...: installs the Debian package of each command that is missing.
install_packages() {
    local pair missing=()
    for pair in "$@"; do
        case ${pair%%:*} in
            /*) [ -e "${pair%%:*}" ] || missing+=("${pair#*:}") ;;
            *) command -v "${pair%%:*}" > /dev/null 2>&1 || missing+=("${pair#*:}") ;;
        esac
    done
    [ ${#missing[@]} -gt 0 ] || return 0
    if ! command -v apt-get > /dev/null 2>&1; then
        echo "please install: ${missing[*]}" >&2
        return 1
    fi
    progress "installing ${missing[*]}"
    run_with_progress out/apt.log as_root apt-get update -qq &&
        run_with_progress out/apt.log as_root env DEBIAN_FRONTEND=noninteractive \
            apt-get install -y -qq --no-install-recommends "${missing[@]}"
}

require_build_tools() {
    if ! command -v dotnet > /dev/null 2>&1; then
        echo "the .NET SDK 10 is needed: install the package dotnet-sdk-10.0, or see https://dotnet.microsoft.com/download" >&2
        return 1
    fi
    install_packages gcc:gcc /usr/include/stdio.h:libc6-dev
}

require_network_tools() {
    install_packages ip:iproute2 ping:iputils-ping tcpdump:tcpdump iperf3:iperf3 ethtool:ethtool
}

# What the tests compare with. Its daemons are not started: the tests run them in folders of their own.
require_reference() {
    install_packages /usr/sbin/ovsdb-server:openvswitch-switch /usr/bin/ovs-testcontroller:openvswitch-testcontroller \
        /usr/bin/ovs-pki:openvswitch-pki /usr/lib/python3/dist-packages/ovs/__init__.py:python3-openvswitch \
        /usr/bin/python3:python3
}
