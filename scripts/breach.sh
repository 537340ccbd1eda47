#!/usr/bin/env bash
# breach ID --since INSTANT [--until INSTANT] [--suspend]    who has to be told after the secret of a client or user leaked: JSON lines

# Signs in as an access administrator of the lead, or with PLATFORM_TOKEN; PLATFORM_GATEWAY is the platform's address where it is not here.
command_breach() {
  local id='' since='' until='' suspend='' gateway token service path answer next
  while (($# > 0)); do
    case $1 in
      --since) since=${2:-}; shift $(($# > 1 ? 2 : 1)) ;;
      --until) until=${2:-}; shift $(($# > 1 ? 2 : 1)) ;;
      --suspend) suspend=yes; shift ;;
      *) [[ -z $id ]] || fail 2 "One client or user at a time."; id=$1; shift ;;
    esac
  done
  [[ $id =~ ^[0-9a-fA-F-]{36}$ && -n $since ]] || fail 2 "usage: ./platform breach <id of a client or user> --since 2026-01-31T12:00:00Z [--until <instant>] [--suspend]" \
    "The id is in GET /api/clients or /api/users, of its agency."
  command -v curl >/dev/null || fail 3 "This needs curl."
  use_standard_ports
  gateway=${PLATFORM_GATEWAY:-http://localhost:${PORT[gateway]}}
  token=${PLATFORM_TOKEN:-$(sign_in "$gateway")} || fail 1 "The sign-in was refused."
  [[ -n $token ]] || fail 1 "The sign-in was refused."

  if [[ -n $suspend ]]; then
    end_tokens_of "$token" "$gateway/api/clients/$id" 2>/dev/null || end_tokens_of "$token" "$gateway/api/users/$id" || fail 1 "$id could not be suspended: neither a client nor a user that you administer."
    say "$id is suspended: its tokens are refused within seconds." >&2
  fi

  for service in registrations referrals; do
    next=
    while :; do
      path=/api/operations/$service/exposure?caller=$id\&from=${since//+/%2B}${until:+\&until=${until//+/%2B}}\&limit=200${next:+\&cursor=$next}
      answer=$(ask "$token" "$gateway$path") || fail 1 "$service did not answer for $id: not there, not yours to ask about, or no instant."
      grep -q '"items":\[\]' <<<"$answer" || sed -e 's/^.*"items":\[//' -e 's/\],"unread":.*$//' -e 's/},{/}\n{/g' <<<"$answer" | sed "s/^{/{\"service\":\"$service\",/"
      next=$(sed -n 's/.*"next":"\([^"]*\)".*/\1/p' <<<"$answer")
      [[ -n $next ]] || break
    done
    say "$service: $(sed -n 's/.*"unread":\([0-9]*\).*/\1/p' <<<"$answer") more records could have been read and were not." >&2
  done
}

# ask <token> <address> [curl's…]: the answer's body; false unless 2xx.
ask() { curl -sS --fail-with-body --globoff --max-time 60 -H @- "${@:3}" "$2" <<<"Authorization: Bearer $1"; }

# end_tokens_of <token> <address of a client or user>
end_tokens_of() { ask "$1" "$2/suspension" -d '' -H "Content-Type: application/json" -H "Idempotency-Key: breach-$(now_ms)" >/dev/null; }

# sign_in <gateway>: an access token by the way that people take, for who is named by PLATFORM_LOGIN or asked for.
sign_in() {
  local gateway=$1 login=${PLATFORM_LOGIN:-} password=${PLATFORM_PASSWORD:-} back=${PLATFORM_REDIRECT_URI:-http://localhost:8080/signin-oidc} jar verifier challenge form page hidden code
  [[ -n $login ]] || read -rp "Login of an access administrator: " login
  [[ -n $password ]] || { read -rsp "Password: " password; printf '\n' >&2; }
  jar=$(mktemp)
  trap 'rm -f "$jar"' RETURN
  verifier=$(head -c 48 /dev/urandom | base64 -w0 | tr '+/' '-_')
  challenge=$(printf %s "$verifier" | sha256sum | cut -c1-64 | sed 's/../\\x&/g')
  challenge=$(printf "$challenge" | base64 -w0 | tr '+/' '-_' | tr -d =)
  follow() { curl -sS -b "$jar" -c "$jar" -o /dev/null -w '%{redirect_url}' "$@"; }
  form=$(follow "$gateway/connect/authorize?client_id=portal&response_type=code&scope=openid&code_challenge_method=S256&code_challenge=$challenge&redirect_uri=$back")
  page=$(curl -sS -b "$jar" -c "$jar" "$form")
  hidden=$(grep -o '<input[^>]*__RequestVerificationToken[^>]*>' <<<"$page" | sed 's/.*value="\([^"]*\)".*/\1/')
  form=$(follow "$form" --data-urlencode "name=$login" --data-urlencode "password@-" \
    --data-urlencode "__RequestVerificationToken=$hidden" < <(printf %s "$password"))
  code=$(follow "$form" | sed -n 's/.*[?&]code=\([^&]*\).*/\1/p')
  [[ -n $code ]] || return 1
  curl -sS "$gateway/connect/token" -d grant_type=authorization_code -d client_id=portal --data-urlencode "redirect_uri=$back" -d "code_verifier=$verifier" -d "code=$code" |
    sed -n 's/.*"access_token" *: *"\([^"]*\)".*/\1/p'
}
