# How every script speaks: one line for a step that went well, one sentence and a remedy for one that did not.
# Sourced, never run. Needs no terminal: colour appears only where a person reads.

if [[ -t 1 && -z "${NO_COLOR:-}" ]]; then
    green=$'\e[32m' red=$'\e[31m' dim=$'\e[2m' plain=$'\e[0m'
else
    green='' red='' dim='' plain=''
fi

# done_line TEXT [SECONDS] — a step that is finished.
done_line() {
    printf '%s✓%s %s%s\n' "$green" "$plain" "$1" "${2:+ ${dim}(${2} s)${plain}}"
}

# fail TEXT REMEDY — say what went wrong and what to do, then stop.
fail() {
    printf '%s✗ %s%s\n' "$red" "$1" "$plain" >&2
    [[ -n "${2:-}" ]] && printf '  → %s\n' "$2" >&2
    exit 1
}

# step NAME COMMAND… — run a command quietly; show its seconds, or its last lines and a remedy when it fails.
# The remedy is taken from $remedy when the caller set one.
step() {
    local name=$1 started=$EPOCHREALTIME log status=0
    shift
    log=$(mktemp)
    [[ -t 1 ]] && printf '%s… %s%s\r' "$dim" "$name" "$plain"
    "$@" >"$log" 2>&1 || status=$?
    if ((status == 0)); then
        rm -f "$log"
        [[ -t 1 ]] && printf '\e[K'
        done_line "$name" "$(seconds_since "$started")"
        return 0
    fi
    tail -n 40 "$log" >&2
    remedy=${remedy:-$(remedy_for "$log")}
    rm -f "$log"
    fail "$name failed." "${remedy:-The lines above say why.}"
}

# seconds_since EPOCHREALTIME — elapsed seconds with one decimal.
seconds_since() {
    local ms=$(((${EPOCHREALTIME/[^0-9]/} - ${1/[^0-9]/}) / 1000))
    printf '%d.%d' $((ms / 1000)) $((ms % 1000 / 100))
}

# remedy_for LOG — the sentence for failures that are not ours: disk, network, a lock, rights.
remedy_for() {
    if grep -qiE 'no space left|disk quota exceeded|ENOSPC' "$1"; then
        echo "The disk is full: free about 3 GB (df -h . shows what is left) and run the same command again."
    elif grep -qiE 'dpkg.*lock|could not get lock' "$1"; then
        echo "Another package manager is running: wait until it has finished and run the same command again."
    elif grep -qiE '(could not|cannot|failed to|failure in name) resol|network is unreachable|connection (refused|timed out|reset)|dns error|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ECONNREFUSED|error sending request|failed to fetch' "$1"; then
        echo "The package source cannot be reached: check the network (or the proxy in HTTPS_PROXY) and run the same command again."
    elif grep -qiE 'unknownissuer|certificate verify failed|self.signed certificate' "$1"; then
        echo "A certificate is not trusted: name your organisation's bundle in SSL_CERT_FILE and NODE_EXTRA_CA_CERTS and run again."
    elif grep -qiE 'permission denied|EACCES' "$1"; then
        echo "A file belongs to another user: run as the owner of this folder (ls -l shows who that is)."
    fi
}
