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
kafka() { kcat -F "$work/kcat.conf" -q "$@"; }

# our receipts from where they end now, before anything is sent
mkfifo "$work/receipts"
exec 3<>"$work/receipts"
for partition in $(kafka -L -J -t "$receipts" | jq '.topics[0].partitions[].partition'); do
    end=$(kafka -Q -t "$receipts:$partition:-1" | awk '{ print $NF }')
    kafka -C -t "$receipts" -p "$partition" -o "$end" -u -f '%k\t%s\n' >&3 &
done

# murmur2, as Java does: all revisions of a record lie on one partition
if [ "$1" = --withdraw ]; then
    id=$2
    printf '%s\t\n' "$id" | kafka -P -t "$reports" -X partitioner=murmur2_random -K '\t' -Z
else
    id=$(jq -r .record_id "$1")
    kafka -P -t "$reports" -X partitioner=murmur2_random -X enable.idempotence=true \
        -k "$id" -H content-type=application/json "$1"
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
echo "no receipt in time" >&2
exit 1
