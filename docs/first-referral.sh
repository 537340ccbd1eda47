#!/usr/bin/env bash
# A first referral, by hand: what a partner's own system does, call by call, over the gateway.
#
#   ./platform up                  in the folder above, once
#   docs/first-referral.sh         then this; it needs bash and curl, and nothing else
#
# It tells four stories: a referral that is accepted, one that is rejected, one whose person takes the consent back, and
# one that nobody answers. Every person in it is invented, and so are the agencies. Read it beside its output: each call
# stands here with the body that is sent, and the script stops at the first answer that is not the expected one.
#
#   GATEWAY      where the platform is; by default the one that ./platform up started in the folder above
#   CLOCK_FILE   the file that a platform in Development reads its clock's offset from, where that is not the one above
set -euo pipefail

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
OFFSET=$(cat "$ROOT/.platform/port-offset" 2>/dev/null || echo 0)
HERE=http://localhost:$(cat "$ROOT/.platform/docker/up" 2>/dev/null || echo $((8080 + OFFSET)))
GATEWAY=${GATEWAY:-$HERE}
GATEWAY=${GATEWAY%/}
command -v curl >/dev/null || { echo "curl is missing. Debian and Ubuntu: apt-get install curl" >&2; exit 3; }

# ---- A small HTTP client ------------------------------------------------------------------------------------------------

# Every POST under /api bears an Idempotency-Key: repeat a call that got no answer with the same key and the same body, and
# it takes effect once. A key is any text that you use only once; systems usually take the id of their own record.
RUN=$(date +%s)-$$
calls=0

# call <status expected> <as whom> <method> <path>      the body, for a POST, on standard input; the answer is left in ANSWER
call() {
  local expected=$1 whom=$2 method=$3 path=$4 status
  local arguments=(-sS --max-time 30 -X "$method" -H "Authorization: Bearer ${TOKEN[$whom]}" -w '\n%{http_code}')
  calls=$((calls + 1))
  if [[ $method == POST ]]; then
    arguments+=(-H "Content-Type: application/json" -H "Idempotency-Key: $RUN-$calls" --data-binary @-)
  fi
  ANSWER=$(curl "${arguments[@]}" "$GATEWAY$path") || stop "$GATEWAY does not answer. Is the platform up?"
  status=${ANSWER##*$'\n'}
  ANSWER=${ANSWER%$'\n'*}
  printf '   %-13s %-6s %s\n' "$whom" "$method" "$path"
  printf '   %-13s %-6s %s\n' "" "$status" "$(short "$ANSWER")"
  [[ $status == "$expected" ]] || stop "Expected $expected here. The whole answer:" "$ANSWER"
}

# value <name>: the first value of that name in ANSWER. Enough for this page; a program uses a JSON library.
value() {
  [[ $ANSWER =~ \"$1\"[[:space:]]*:[[:space:]]*(\"([^\"]*)\"|([^],}[:space:]]+)) ]] || return 1
  printf '%s' "${BASH_REMATCH[2]}${BASH_REMATCH[3]}"
}

# expect <text> <what it means>: ANSWER has the text; forbid: it has not.
expect() { [[ $ANSWER == *"$1"* ]] && ok "$2" || stop "Expected: $2 ($1). The whole answer:" "$ANSWER"; }
forbid() { [[ $ANSWER != *"$1"* ]] && ok "$2" || stop "Expected: $2, but the answer holds $1:" "$ANSWER"; }

# until_it_holds <text> <as whom> <path>: what went over the message bus arrives a moment later.
until_it_holds() {
  local deadline=$((SECONDS + 20))
  until ANSWER=$(curl -sS --max-time 30 -H "Authorization: Bearer ${TOKEN[$2]}" "$GATEWAY$3") && [[ $ANSWER == *"$1"* ]]; do
    ((SECONDS < deadline)) || stop "It did not happen within 20 seconds: $1 in $3. The whole answer:" "$ANSWER"
    sleep 0.2
  done
  printf '   %-13s %-6s %s\n   %-13s %-6s %s\n' "$2" GET "$3" "" 200 "$(short "$ANSWER")"
}

# look <name>: that part of ANSWER, up to the end of its object or list.
look() {
  [[ $ANSWER =~ \"$1\":(\{[^{}]*(\{[^{}]*(\{[^{}]*\}[^{}]*)*\}[^{}]*)*\}|\[[^][]*(\[[^][]*\][^][]*)*\]) ]] || stop "Expected a part named $1. The whole answer:" "$ANSWER"
  printf '   %-13s        "%s":%s\n' "" "$1" "${BASH_REMATCH[1]}"
}

story() { printf '\n== %s\n' "$*"; }
step() { printf '\n-- %s\n' "$*"; }
ok() { printf '   %-13s        %s\n' ok "$*"; }
short() { local text=${1//$'\n'/ }; if ((${#text} > 180)); then printf '%s …' "${text:0:178}"; else printf '%s' "${text:-(empty)}"; fi; }
stop() { printf '\nSTOPPED: %s\n' "$1" >&2; shift; printf '%s\n' "$@" >&2; exit 1; }
in_days() { date -u -d "+$1 days" +%F 2>/dev/null || date -u -v "+$1d" +%F; }

# ---- Who takes part -----------------------------------------------------------------------------------------------------

printf 'The platform at %s\n' "$GATEWAY"
curl -sS --max-time 30 -o /dev/null "$GATEWAY/health/ready" || stop "$GATEWAY does not answer. Start the platform with ./platform up."

step "Each agency's system gets a token: OAuth 2.0 client credentials, good for ten minutes"
declare -A TOKEN AGENCY
for agency in amal-health bayt-shelter iom-libya; do
  ANSWER=$(curl -sS --max-time 30 "$GATEWAY/connect/token" \
    -d grant_type=client_credentials -d "client_id=$agency-system" -d "client_secret=dev-$agency")
  TOKEN[$agency]=$(value access_token) || stop "No token for $agency-system:" "$ANSWER"
  printf '   %-13s POST   /connect/token\n' "$agency"
  printf '   %-13s        a token for %s seconds\n' "" "$(value expires_in)"
done

step "Who is there: every agency has an id"
call 200 amal-health GET /api/agencies
everybody=$ANSWER
for agency in amal-health bayt-shelter iom-libya; do
  ANSWER=$(grep -o "{[^{}]*\"code\" *: *\"$agency\"[^{}]*}" <<<"$everybody")
  AGENCY[$agency]=$(value agencyId)
  ok "$agency is ${AGENCY[$agency]}"
done

step "Who offers shelter in Tripoli (LY021104) and accepts referrals?"
call 200 amal-health GET "/api/services?serviceCode=shelter&areaCode=LY021104"
expect "${AGENCY[bayt-shelter]}" "Bayt Shelter does"

# ---- Words that the stories share ---------------------------------------------------------------------------------------

# register: Amal Health's case worker opens a file. Area codes are OCHA's P-codes, nationality is ISO 3166-1 alpha-3,
# languages are ISO 639-3. There is no field for ethnicity, religion or sexual orientation. Sets PERSON.
register() {
  call 201 amal-health POST /api/people
  PERSON=$(value personId)
}

# consent <recipient agency>: the person agrees that this agency may be told who they are and how to reach them, for this
# purpose and until that day. Given by mouth or by thumbprint it needs a witness. Sets CONSENT.
consent() {
  call 201 amal-health POST "/api/people/$PERSON/consents" <<JSON
{ "purpose": "service-referral", "recipientAgencyId": "${AGENCY[$1]}", "packages": ["identity", "contact"],
  "givenBy": "self", "method": "verbal", "witnessedBy": "Huda Salem (invented)", "language": "ara", "expiresOn": "$(in_days 90)" }
JSON
  CONSENT=$(value consentId)
}

# ======================================================================================================================
story "1. Accepted: from the token to the closed loop"

step "Amal Health registers a woman in Sabha (LY031901)"
register <<'JSON'
{ "givenName": "ياسمين", "familyName": "عبد الكريم", "otherNames": "Yasmin Abdelkarim", "sex": "female",
  "birthYear": 1994, "agePrecision": "estimate", "nationality": "SDN", "languages": ["ara", "eng"],
  "phone": "+218 91 000 0001", "safeToCall": true, "areaCode": "LY031901", "setting": "urban",
  "arrivalDate": "2026-02-11", "note": "Invented person." }
JSON
expect caseCode "she has a case code to say on the phone; it tells nothing of her"

step "The case is put in somebody's hands"
call 200 amal-health POST "/api/people/$PERSON/assignment" <<'JSON'
{ "team": "main", "caseworker": "amal-health-system" }
JSON

step "A mistake, made on purpose: to refer her before she has agreed to it"
call 400 amal-health POST /api/referrals <<JSON
{ "personId": "$PERSON", "toAgencyId": "${AGENCY[bayt-shelter]}", "serviceCode": "shelter", "priority": "urgent",
  "areaCode": "LY021104", "reason": "Needs a safe place to stay in Tripoli.", "packages": ["identity", "contact"] }
JSON
look errors
ok "a problem (RFC 9457) whose errors name the field by its JSON path, in the language of Accept-Language; nothing was sent"

step "She agrees, and it is recorded: to whom, what, for what, until when"
consent bayt-shelter

step "Now the referral, from Sabha to a shelter in Tripoli (LY021104). Two clocks start: to acknowledge, and to decide"
call 201 amal-health POST /api/referrals <<JSON
{ "personId": "$PERSON", "toAgencyId": "${AGENCY[bayt-shelter]}", "serviceCode": "shelter", "priority": "urgent",
  "areaCode": "LY021104", "reason": "Needs a safe place to stay in Tripoli.", "packages": ["identity", "contact"] }
JSON
REFERRAL=$(value referralId)
expect '"status":"sent"' "urgent: to be acknowledged by $(value acknowledgeBy), decided by $(value respondBy)"

step "Bayt Shelter finds it in its inbox: the envelope, and nothing more"
call 200 bayt-shelter GET "/api/referrals?box=inbox&status=sent&limit=1"
expect "$REFERRAL" "it has arrived"
call 200 bayt-shelter GET "/api/referrals/$REFERRAL"
look envelope
ok "sex, age band and district"
forbid "ياسمين" "no name"
forbid '"packet"' "no packet"
forbid "$PERSON" "no id that would recognise her elsewhere"

step "To a third agency the referral does not exist"
call 404 iom-libya GET "/api/referrals/$REFERRAL"

step "Bayt Shelter's focal point has seen it"
call 200 bayt-shelter POST "/api/referrals/$REFERRAL/acknowledgement" <<<'{}'
expect '"status":"acknowledged"' "the first clock has stopped, the second goes on"

step "… and takes it on"
call 200 bayt-shelter POST "/api/referrals/$REFERRAL/acceptance" <<JSON
{ "note": "A room is free from tomorrow.", "firstAppointment": "$(in_days 1)" }
JSON
expect '"status":"accepted"' "accepted"

step "From now on, and not before, it reads the packet"
call 200 bayt-shelter GET "/api/referrals/$REFERRAL"
look packet
expect "ياسمين" "her name"
expect "+218 91 000 0001" "and how to reach her"

step "What came of it is reported back, as often as needed; the final word closes the loop"
call 200 bayt-shelter POST "/api/referrals/$REFERRAL/outcomes" <<JSON
{ "outcomeCode": "partly-provided", "nextDate": "$(in_days 7)", "note": "Moved in; looking for a longer stay." }
JSON
call 200 bayt-shelter POST "/api/referrals/$REFERRAL/outcomes" <<'JSON'
{ "outcomeCode": "provided", "final": true }
JSON
expect '"status":"closed"' "closed"

step "With the closure the receiver's access has ended"
call 200 bayt-shelter GET "/api/referrals/$REFERRAL"
forbid "ياسمين" "nothing of the person"

step "The sender sees each step: who did what, when"
call 200 amal-health GET "/api/referrals/$REFERRAL/history"
events=$(grep -o '"event":"[a-z-]*"' <<<"$ANSWER" | cut -d'"' -f4 | tr '\n' ' ')
[[ $events == "sent acknowledged accepted outcome outcome closed " ]] || stop "Expected another history. The whole answer:" "$ANSWER"
ok "$events"

# ======================================================================================================================
story "2. Rejected: the person is not left alone"

step "Amal Health registers a man in Sabha, with his consent to Bayt Shelter"
register <<'JSON'
{ "givenName": "Amanuel", "familyName": "Tesfay", "sex": "male", "birthDate": "1999-04-02", "agePrecision": "day",
  "nationality": "ERI", "languages": ["tir", "ara"], "areaCode": "LY031901", "setting": "urban", "note": "Invented person." }
JSON
consent bayt-shelter
call 201 amal-health POST /api/referrals <<JSON
{ "personId": "$PERSON", "toAgencyId": "${AGENCY[bayt-shelter]}", "serviceCode": "shelter", "priority": "normal",
  "areaCode": "LY021104", "reason": "His landlord has ended the lease.", "packages": ["identity", "contact"] }
JSON
REFERRAL=$(value referralId)

step "Bayt Shelter cannot, and says why"
call 200 bayt-shelter POST "/api/referrals/$REFERRAL/rejection" <<'JSON'
{ "reasonCode": "no-capacity", "note": "Full until the end of the month." }
JSON
expect '"status":"rejected"' "rejected"

step "The sender is shown the reason and who else offers the service there, the best first"
call 200 amal-health GET "/api/referrals/$REFERRAL"
expect '"endReason":"no-capacity"' "the reason"
look nextProviders
expect "${AGENCY[iom-libya]}" "IOM is one of them"

step "It refers him again, with his consent for the new recipient, and says so"
consent iom-libya
call 201 amal-health POST /api/referrals <<JSON
{ "personId": "$PERSON", "toAgencyId": "${AGENCY[iom-libya]}", "serviceCode": "shelter", "priority": "normal",
  "areaCode": "LY021104", "reason": "His landlord has ended the lease; Bayt Shelter is full.", "packages": ["identity", "contact"] }
JSON
call 200 amal-health POST "/api/referrals/$REFERRAL/follow-up" <<'JSON'
{ "action": "re-referred" }
JSON
expect '"followUp":"re-referred"' "the rejection has been followed up: it is on the referral for all of the agency to see"

# ======================================================================================================================
story "3. Withdrawn: the person changes her mind"

step "Amal Health registers a woman, she agrees, she is referred, Bayt Shelter accepts and reads the packet"
register <<'JSON'
{ "givenName": "Mariama", "familyName": "Diallo", "sex": "female", "birthYear": 2001, "agePrecision": "year",
  "nationality": "GIN", "languages": ["fra", "ful"], "phone": "+218 91 000 0003", "safeToCall": false,
  "areaCode": "LY031901", "setting": "shelter", "note": "Invented person." }
JSON
consent bayt-shelter
call 201 amal-health POST /api/referrals <<JSON
{ "personId": "$PERSON", "toAgencyId": "${AGENCY[bayt-shelter]}", "serviceCode": "food", "priority": "normal",
  "areaCode": "LY021104", "reason": "Food for two weeks.", "packages": ["identity", "contact"] }
JSON
REFERRAL=$(value referralId)
call 200 bayt-shelter POST "/api/referrals/$REFERRAL/acceptance" <<<'{}'
call 200 bayt-shelter GET "/api/referrals/$REFERRAL"
look packet
expect Mariama "readable"

step "She takes her consent back"
call 204 amal-health DELETE "/api/people/$PERSON/consents/$CONSENT"

step "Every open referral that stood on it is revoked, and the receiver reads nothing of her any more"
until_it_holds '"status":"revoked"' bayt-shelter "/api/referrals/$REFERRAL"
forbid Mariama "no name"
forbid '"packet"' "no packet"
until_it_holds '"kind":"revoked"' bayt-shelter "/api/notices?limit=5"
ok "its focal point has been told: a reference, never a name"

# ======================================================================================================================
story "4. Overdue: nobody answers"

# The clocks of a referral run for hours. In Development the platform's clock can be put ahead, so that it is seen today.
put_clock_ahead() {
  if [[ -n ${CLOCK_FILE:-} ]]; then
    printf '%02d:%02d:00\n' $(($1 / 60)) $(($1 % 60)) >"$CLOCK_FILE"
  else
    "$ROOT/platform" clock "+$1m" >/dev/null
  fi
  ok "(the platform's clock is $1 minutes ahead)"
}

put_clock_back() {
  if [[ -n ${CLOCK_FILE:-} ]]; then echo 00:00:00 >"$CLOCK_FILE"; else "$ROOT/platform" clock 0 >/dev/null; fi
}

clock=${CLOCK_FILE:-$ROOT/.platform/clock}
if [[ -z ${CLOCK_FILE:-} && ($GATEWAY != "$HERE" || ! -f $clock) ]]; then
  printf '\nLeft out: the clock of %s cannot be moved from here (./platform up in this folder can, or CLOCK_FILE).\n' "$GATEWAY"
else
  [[ ! -s $clock || $(<"$clock") == 00:00:00 ]] || stop "The platform's clock is ahead already. Put it back with ./platform clock 0 and start again."

  step "An emergency: to be acknowledged within an hour, and the receiver is phoned as well"
  register <<'JSON'
{ "givenName": "إدريس", "familyName": "محمد", "otherNames": "Idris Mohamed", "sex": "male", "birthYear": 2009, "agePrecision": "estimate",
  "nationality": "TCD", "languages": ["ara"], "areaCode": "LY031901", "setting": "urban", "note": "Invented person." }
JSON
  consent bayt-shelter
  call 201 amal-health POST /api/referrals <<JSON
{ "personId": "$PERSON", "toAgencyId": "${AGENCY[bayt-shelter]}", "serviceCode": "health", "priority": "emergency", "receiverPhoned": true,
  "areaCode": "LY021104", "reason": "High fever since yesterday.", "packages": ["identity", "contact"] }
JSON
  REFERRAL=$(value referralId)

  trap put_clock_back EXIT
  step "An hour passes, and five minutes"
  put_clock_ahead 65
  until_it_holds '"overdue":true' amal-health "/api/referrals/$REFERRAL"
  ok "overdue"
  for agency in amal-health bayt-shelter; do
    until_it_holds "\"referralId\":\"$REFERRAL\",\"kind\":\"overdue\",\"clock\":\"acknowledge\",\"level\":1" "$agency" "/api/notices?limit=5"
    ok "the focal point of $agency has been told"
  done

  step "Half an hour more: one and a half times the clock's length"
  put_clock_ahead 95
  until_it_holds '"code":"acknowledge-2"' amal-health "/api/referrals/$REFERRAL/history"
  ok "the second level: the area's coordinator has been told, too"

  step "Somebody answers at last, and it is overdue no more"
  call 200 bayt-shelter POST "/api/referrals/$REFERRAL/acknowledgement" <<<'{}'
  expect '"overdue":false' "in time for the second clock"

  put_clock_back
  trap - EXIT
  ok "(the platform's clock is the real one again)"
fi

printf '\nDone: %s calls. The whole API is described at %s/docs\n' "$calls" "$GATEWAY"
