# How the command speaks: one line per step with the time it took, and a sign of life when a step takes longer than a second.

say() { printf '%s\n' "$*"; }

# fail <exit code> <what is wrong and what to do about it>
# 2 wrong use, 3 something must be installed first, 4 a port or directory belongs to somebody else, 1 anything else.
fail() {
  local code=$1
  shift
  printf '%s\n' "$@" >&2
  exit "$code"
}

# pause <seconds>: waits without starting a process.
pause() { read -rt "$1" -u "$SILENCE" || true; }
exec {SILENCE}<> <(:)

now_ms() { local now=${EPOCHREALTIME//[.,]/}; printf '%s' "${now%???}"; }

# seconds_since <milliseconds>: with one decimal.
seconds_since() {
  local tenths=$((($(now_ms) - $1 + 50) / 100))
  printf '%d.%d s' $((tenths / 10)) $((tenths % 10))
}

# step <what> <function> [argument...]: runs the function in a subshell with its output in the log; shows the end of the log if it fails.
# Not to be called in a condition: bash would then run the function to its end in spite of errors.
step() {
  local what=$1 log=$LOGS/step.log started ticker status
  shift
  started=$(now_ms)
  sign_of_life "$what" "$started" & ticker=$!
  set +e
  # without the lock: a server that a step starts must not hold it for as long as it lives
  ( set -e; [[ -z ${LOCK:-} ]] || exec {LOCK}>&-; "$@" ) >"$log" 2>&1 </dev/null
  status=$?
  set -e
  kill "$ticker" 2>/dev/null || true
  wait "$ticker" 2>/dev/null || true

  [[ -t 1 ]] && printf '\r\e[K'
  if ((status == 0)); then
    printf '  %-44s %s\n' "$what" "$(seconds_since "$started")"
  else
    printf '  %-44s failed after %s\n\n' "$what" "$(seconds_since "$started")"
    tail -n 30 "$log" >&2
    exit "$status"
  fi
}

sign_of_life() {
  trap 'exit 0' TERM
  while pause 1; do
    if [[ -t 1 ]]; then
      printf '\r  %-44s %s …' "$1" "$(seconds_since "$2")"
    elif (((($(now_ms) - $2) / 1000) % 10 == 1)); then
      printf '  %s …\n' "$1"
    fi
  done
}
