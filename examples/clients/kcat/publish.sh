#!/usr/bin/env bash
# Publishes one record and follows it: prints each receipt, ends with 1 if it was not taken.
#
#     ./publish.sh record.json
#     ./publish.sh --withdraw RECORD_ID
#
# Needs kcat and jq. The environment says where and who: ATTACHE_KAFKA, ATTACHE_PARTNER; on a
# secure broker also ATTACHE_KAFKA_CA, ATTACHE_OPERATOR_KAFKA_USER, ATTACHE_OPERATOR_KAFKA_PASSWORD.
set -euo pipefail

reports=${ATTACHE_TOPIC_PREFIX:-}reports.$ATTACHE_PARTNER # a prefix: where ledgers share a broker
receipts=${ATTACHE_TOPIC_PREFIX:-}receipts.$ATTACHE_PARTNER
patience=60 # seconds

fail() { echo "$*" >&2 && exit 1; }

work=$(mktemp -d)
trap 'kill $(jobs -p) 2>/dev/null || true; rm -rf "$work"' EXIT

# in a file of mode 0600: arguments can be seen by every user of the machine
(umask 077; {
    echo "bootstrap.servers=$ATTACHE_KAFKA"
    if [ -n "${ATTACHE_OPERATOR_KAFKA_USER:-}" ]; then
        echo "security.protocol=SASL_SSL"
        echo "sasl.mechanism=SCRAM-SHA-512"
        echo "sasl.username=$ATTACHE_OPERATOR_KAFKA_USER"
        echo "sasl.password=$ATTACHE_OPERATOR_KAFKA_PASSWORD"
        echo "ssl.ca.location=$ATTACHE_KAFKA_CA"
    fi
} >"$work/kcat.conf")
kafka() { kcat -q -F "$work/kcat.conf" "$@"; }

# a Kafka of 4.0 or later takes an older librdkafka's SCRAM for a wrong password
version=$(kcat -V | grep -o 'librdkafka [0-9.]*' | cut -d ' ' -f 2)
if [ -n "${ATTACHE_OPERATOR_KAFKA_USER:-}" ] &&
    [ "$(printf '%s\n' 2.6.1 "$version" | sort -V | head -n 1)" != 2.6.1 ]; then
    fail "this kcat has librdkafka $version; to log in, it must be 2.6.1 or later"
fi

# our receipts from where they end now: kcat says so of each partition, before anything is sent
topic=$(kcat -F "$work/kcat.conf" -L -J -t "$receipts" 2>"$work/log") ||
    fail "the broker does not answer: $(tail -n 2 "$work/log")"
partitions=$(jq '.topics[0].partitions | length' <<<"$topic")
[ "$partitions" -gt 0 ] || fail "$receipts: $(jq -r '.topics[0].error' <<<"$topic")"
mkfifo "$work/receipts"
exec 3<>"$work/receipts"
kcat -F "$work/kcat.conf" -C -t "$receipts" -o end -u -f '%k\t%s\n' >&3 2>"$work/log" &
at_end() { grep -o 'Reached end of topic .*\]' "$work/log" | sort -u | wc -l; }
until [ "$(at_end)" -eq "$partitions" ]; do
    [ "$SECONDS" -lt "$patience" ] || fail "the broker does not answer: $(tail -n 2 "$work/log")"
    sleep 0.1
done

# murmur2, as Java does: all revisions of a record lie on one partition
send() {
    kafka -P -t "$reports" -X partitioner=murmur2_random -X enable.idempotence=true \
        -X message.max.bytes=2000000 "$@"
}
if [ "$1" = --withdraw ]; then
    id=$2
    printf '%s\t\n' "$id" | send -K '\t' -Z
else
    id=$(jq -r .record_id "$1")
    send -k "$id" -H content-type=application/json "$1"
fi

# kcat does not tell where the record came to lie, so the receipts are found by its id
while IFS=$'\t' read -r -t "$patience" -u 3 key receipt; do
    [ "$key" = "$id" ] || continue
    echo "$receipt"
    case $(jq -r .status <<<"$receipt") in
        accepted) ;; # normalize will have the last word
        rejected | conflicting) exit 1 ;;
        *) exit 0 ;;
    esac
done
fail "no receipt in time"
