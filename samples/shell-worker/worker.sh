#!/bin/sh
# A worker: does text.upper, one attempt after the other, until it is ended.
#   worker.sh [http://127.0.0.1:8002] [how many attempts, for ever unless given]
server=${1:-http://127.0.0.1:8002} left=${2:--1} id=shell-$$

# Posts JSON to a path and prints the answer; says it again while the server asks for that or is not there.
post() {
  while :; do
    answer=$(printf '%s' "$2" | curl -s -w '\n%{http_code}' -H 'Content-Type: application/json' \
      --data-binary @- "$server/api/workers/$1")
    status=${answer##*
}
    [ "$status" = 503 ] || [ "$status" = 000 ] || break
    sleep 1
  done
  printf '%s' "${answer%
*}"
}

# Runs a line of Python on the JSON in $1, called x; the further arguments are a.
json() {
  python3 -c 'import json, sys
x, a = json.loads(sys.argv[1]), sys.argv[3:]
'"$2" "$@"
}

beat() { # Says every few seconds that it lives, for as long as it does.
  while sleep "$1" && kill -0 $$ 2>/dev/null; do post heartbeat "$2" >/dev/null; done
}

while [ "$left" -ne 0 ]; do
  polled=$(post poll '{"worker_id": "'$id'", "components": {"text": ["upper"]}, "slots": 1, "wait": 30}')
  [ "$(json "$polled" 'print(len(x.get("attempts", [])))')" = 1 ] || {
    [ "$(json "$polled" 'print(x.get("draining", "error" in x))')" = False ] && continue
    printf '%s\n' "$polled" >&2
    exit 1
  }
  # What is sent with everything that is said of this attempt.
  claim=$(json "$polled" 'y = x["attempts"][0]; print(json.dumps({"worker_id": a[0],
    **{k: y[k] for k in ("execution_id", "task", "attempt", "epoch", "lease_token")}}))' "$id")
  beat "$(json "$polled" 'print(x["attempts"][0]["heartbeat_interval"])')" "$claim" & beats=$!
  if output=$(json "$polled" 'print(json.dumps({"text": x["attempts"][0]["input"]["text"].upper()}))'); then
    post complete "$(json "$claim" 'print(json.dumps({**x, "output": json.loads(a[0])}))' "$output")" >/dev/null
  else
    post fail "$(json "$claim" 'print(json.dumps({**x, "error_type": "invalid_input", "retryable": False,
      "message": "input.text must be a text."}))')" >/dev/null
  fi
  kill "$beats" 2>/dev/null
  left=$((left - 1))
done
