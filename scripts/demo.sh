#!/usr/bin/env bash
# demo                     a day in the field, on the running platform: six agencies, 200 people, 300 referrals; ends with what happened, in numbers

command_demo() {
  (($# == 0)) || fail 2 "demo takes no arguments."
  use_standard_ports
  local port=${PORT[gateway]}
  if containers_are_up; then port=$(<"$STATE/docker/up"); fi
  answers "$port" /health/ready || fail 1 "The platform at http://localhost:$port does not answer or is not ready. ./platform up starts it."
  use_environment_here
  [[ $ENVIRONMENT == Development ]] || fail 1 "The demo is played by the demo agencies, which are in Development only; this platform is in $ENVIRONMENT."
  require_sdk
  make_state
  build product
  say "A day in the field, on http://localhost:$port. Every person in it is invented."
  exec dotnet "$ROOT/demo/bin/Release/net10.0/Platform.Demo.dll" "http://localhost:$port/"
}
