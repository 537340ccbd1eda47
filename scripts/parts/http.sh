# Just enough HTTP for the loopback interface, so that no curl is needed.

port_is_open() { (: <>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# http <method> <port> <path> [user:password]: prints the answer's body; true for 2xx.
http() (
  login=${4:+$'\r\nAuthorization: Basic '$(printf '%s' "${4:-}" | base64 -w0)}
  exec {socket}<>"/dev/tcp/127.0.0.1/$2" || exit 1
  printf '%s %s HTTP/1.0\r\nHost: 127.0.0.1:%s\r\nContent-Type: application/json\r\nContent-Length: 0%s\r\n\r\n' "$1" "$3" "$2" "$login" >&"$socket"
  IFS=' ' read -rt 10 -u "$socket" _ status _ || exit 1
  while IFS= read -rt 10 -u "$socket" header && [[ ${header%$'\r'} ]]; do :; done
  cat <&"$socket"
  [[ $status == 2?? ]]
) 2>/dev/null

# answers <port> <path> [user:password]
answers() { http GET "$@" >/dev/null; }

# wait_until <seconds> <pid file name> <what> <command...>: polls; gives up early when the process dies.
wait_until() {
  local seconds=$1 name=$2 what=$3 until
  shift 3
  until=$(($(now_ms) + seconds * 1000))
  until "$@"; do
    is_running "$name" || { say "$name ended before $what; the end of its log:"; tail -n 20 "$LOGS/$name.log"; return 1; }
    (($(now_ms) < until)) || { say "$name: not $what within $seconds seconds; the end of its log:"; tail -n 20 "$LOGS/$name.log"; return 1; }
    pause 0.15
  done
}
