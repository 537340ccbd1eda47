#!/usr/bin/env bash
# bootstrap CODE NAME LOGIN LOGIN    the lead agency's first two administrators, by invitation; only where no agency is

command_bootstrap() {
  use_standard_ports
  settings_of identity
  (run_service identity bootstrap "$@")
}
