# Sourced by tools/songrnn and tools/test: makes .venv and installs songrnn into it, once, and again when what is
# declared has changed. Needs Python 3.11 or newer, and the package registry. Says nothing when there is nothing to do.
#
#   set_up EXTRAS     "" or "[test]"; leaves the environment's folder in $venv

find_python() {
    for candidate in "${PYTHON:-}" python3 python3.13 python3.12 python3.11 python; do
        [ -n "$candidate" ] || continue
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$candidate"
            return
        fi
    done
    echo "songrnn needs Python 3.11 or newer; install it, or name it in the variable PYTHON." >&2
    return 1
}

install_into() {
    [ -x "$venv/bin/python" ] || "$1" -m venv "$venv" || {
        echo "songrnn: this Python cannot make virtual environments (on Debian: apt install python3-venv)." >&2
        return 1
    }
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check \
        -c "$root/constraints.txt" -e "$root$2" 2>"$venv/install.log" || {
        cat "$venv/install.log" >&2
        echo "songrnn: the installation failed; is there a network?" >&2
        return 1
    }
}

set_up() {
    venv=${SONGRNN_VENV:-$root/.venv}
    stamp=$venv/.ready$1
    [ -f "$stamp" ] && [ -z "$(find "$root/pyproject.toml" "$root/constraints.txt" -newer "$stamp")" ] && return
    python=$(find_python) || exit 1
    echo "Setting songrnn up in $venv (a minute or two, once) ..." >&2
    install_into "$python" "$1" || exit 1
    touch "$stamp"
}
