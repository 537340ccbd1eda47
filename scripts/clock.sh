#!/usr/bin/env bash
# clock [+2h | +30m | 0]   development only: put the platform's clock ahead of the real one, so that what is due can be seen today

command_clock() {
  (($# <= 1)) || fail 2 "usage: ./platform clock [+<number>d|h|m | 0]"
  [[ -d $STATE ]] || fail 1 "There is no platform here yet; ./platform up makes one."
  use_environment_here
  [[ $ENVIRONMENT == Development ]] || fail 1 "The clock can be moved in Development only; this platform is in $ENVIRONMENT."
  local ahead
  if (($#)); then
    if [[ $1 == 0 ]]; then
      ahead=00:00:00
    elif [[ $1 =~ ^\+([0-9]{1,4})([dhm])$ ]]; then
      local minutes=$((10#${BASH_REMATCH[1]}))
      case ${BASH_REMATCH[2]} in d) minutes=$((minutes * 1440)) ;; h) minutes=$((minutes * 60)) ;; esac
      printf -v ahead '%d.%02d:%02d:00' $((minutes / 1440)) $((minutes / 60 % 24)) $((minutes % 60))
      ahead=${ahead#0.}
    else
      fail 2 "'$1' is not a time: +2h, +30m, +3d, or 0 for the real time. It counts from the real time, not from the last setting."
    fi
    put_clock "$ahead"
  fi
  say "The platform's clock is ahead by $(cat "$STATE/clock" 2>/dev/null || echo 00:00:00) (days.hours:minutes:seconds)."
}
