# A Release build, done again only when a source has changed: of what runs (Platform.Product.slnf names it; a new process is added there), or of everything with its tests.

BUILT=$ROOT/.platform/build

# build_stamp product|all: changes when a source is added, changed or taken away.
build_stamp() {
  local sources=(contracts services gateway identity portal demo)
  if [[ $1 == all ]]; then sources+=(tests); fi
  (cd "$ROOT" && find "${sources[@]}" ./*.sln ./*.slnf ./*.props ./*.txt ./*.json .editorconfig \
    \( -name bin -o -name obj -o -name node_modules -o -name TestResults \) -prune -o -type f ! -name proved.tsv -printf '%p %s %T@\n' 2>/dev/null || true) | LC_ALL=C sort | sha256sum | cut -c1-16
}

is_built() { [[ -f $BUILT/$1 && $(<"$BUILT/$1") == "$(build_stamp "$1")" ]]; }

# build product|all
build() {
  mkdir -p "$BUILT"
  exec {BUILD_LOCK}>"$BUILT/lock"
  flock "$BUILD_LOCK"               # up and test may both find that something has changed
  if ! is_built "$1"; then step "build" build_projects "$1"; fi
  exec {BUILD_LOCK}>&-
}

build_projects() {
  local product all='' solution=Platform.Product.slnf
  product=$(build_stamp product)    # taken before, so that a change during the build is seen next time
  if [[ $1 == all ]]; then all=$(build_stamp all) solution=Platform.sln; fi
  # no compiler server and no build nodes stay behind; measured, they save nothing here
  (cd "$ROOT" && dotnet build "$solution" -c Release -nodeReuse:false -p:UseSharedCompilation=false -nologo -v:minimal) >"$BUILT/log" 2>&1 || {
    grep -E ' (error|warning) ' "$BUILT/log" | sort -u | head -n 25 | grep . || tail -n 25 "$BUILT/log"
    say "The whole log: $BUILT/log"
    return 1
  }
  printf '%s' "$product" >"$BUILT/product"
  if [[ $all ]]; then printf '%s' "$all" >"$BUILT/all"; fi
}
