# One Release build of the whole solution, done again only when a source has changed.

BUILT=$ROOT/.platform/build

# build_stamp: changes when a source is added, changed or taken away.
build_stamp() {
  (cd "$ROOT" && find contracts services gateway identity portal demo tests ./*.sln ./*.props ./*.txt ./*.json .editorconfig \
    \( -name bin -o -name obj -o -name node_modules -o -name TestResults \) -prune -o -type f -printf '%p %s %T@\n' 2>/dev/null || true) | LC_ALL=C sort | sha256sum | cut -c1-16
}

is_built() { [[ -f $BUILT/stamp && $(<"$BUILT/stamp") == "$(build_stamp)" ]]; }

build() {
  mkdir -p "$BUILT"
  exec {BUILD_LOCK}>"$BUILT/lock"
  flock "$BUILD_LOCK"               # up and test may both find that something has changed
  if ! is_built; then step "build" build_solution; fi
  exec {BUILD_LOCK}>&-
}

build_solution() {
  local stamp
  stamp=$(build_stamp)              # taken before, so that a change during the build is seen next time
  # no compiler server and no build nodes stay behind; measured, they save nothing here
  (cd "$ROOT" && dotnet build Platform.sln -c Release -nodeReuse:false -p:UseSharedCompilation=false -nologo -v:minimal) >"$BUILT/log" 2>&1 || {
    grep -E ' (error|warning) ' "$BUILT/log" | sort -u | head -n 25 | grep . || tail -n 25 "$BUILT/log"
    say "The whole log: $BUILT/log"
    return 1
  }
  printf '%s' "$stamp" >"$BUILT/stamp"
}
