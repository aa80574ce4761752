# A stamp says that a step was done for exactly these files. Sourced.

# is_stamped NAME FILE… — true when the step was last done with the same contents.
is_stamped() {
    [[ -f .build/stamps/$1 && $(<".build/stamps/$1") == "$(contents "${@:2}")" ]]
}

# stamp NAME FILE… — remember that the step is done.
stamp() {
    mkdir -p .build/stamps
    contents "${@:2}" >".build/stamps/$1"
}

contents() {
    cat -- "$@" | sha256sum | cut -d' ' -f1
}
