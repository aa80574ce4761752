# The virtual environment in .venv and the packages of requirements.lock. Sourced, after say.sh.

uv_version=0.13.9 # a faster pip; where it cannot be had, pip does the same

# Creates .venv with the newest Python that suits, unless a usable one is there.
ensure_venv() {
    if .venv/bin/python -c "$suits" 2>/dev/null; then return 0; fi
    local python
    python=$(find_python)
    step "Python environment in .venv" "$python" -m venv --clear .venv
}

suits='import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))'

# Prints the Python to use: $PYTHON, or the newest from 3.11 to 3.13.
find_python() {
    local candidate
    for candidate in ${PYTHON:-} python3.13 python3.12 python3.11 python3; do
        "$candidate" -c "$suits" 2>/dev/null && echo "$candidate" && return 0
    done
    fail "Python 3.11, 3.12 or 3.13 is needed; found: $(python3 --version 2>/dev/null || echo none)." \
        "Install one (Ubuntu 22.04: sudo apt-get install python3.11 python3.11-venv) or name one: PYTHON=/path/to/python3.12 make setup"
}

# Installs every package of the lock file, each checked against its hash; nothing to do when the lock has not changed.
install_python_packages() {
    is_stamped python requirements.lock .venv/pyvenv.cfg && return 0
    step "Python packages" install_lock
    stamp python requirements.lock .venv/pyvenv.cfg
}

install_lock() {
    if ensure_uv; then
        run_uv pip install --python .venv/bin/python --require-hashes -r requirements.lock && return 0
        echo "uv failed; trying pip" # another tool, another set of certificates and proxies
    fi
    .venv/bin/python -m ensurepip --upgrade >/dev/null
    .venv/bin/python -m pip install --require-hashes -r requirements.lock
}

ensure_uv() {
    [[ -x .venv/bin/uv ]] && return 0
    command -v uv >/dev/null && uv --version >/dev/null 2>&1 && return 0
    .venv/bin/python -m pip install --quiet "uv==$uv_version" || return 1
}

# uv does not read pip's configuration, where people name a nearby mirror.
run_uv() {
    local uv=uv mirror=''
    [[ -x .venv/bin/uv ]] && uv=.venv/bin/uv
    mirror=$(.venv/bin/python -m pip config get global.index-url 2>/dev/null) || true
    UV_SYSTEM_CERTS=1 UV_DEFAULT_INDEX=${UV_DEFAULT_INDEX:-$mirror} UV_LINK_MODE=copy "$uv" "$@"
}
