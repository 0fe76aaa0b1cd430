#!/bin/sh
# FIXTURE: see the Makefile. The guest is real: it boots under QEMU, counts primes on all its CPUs and prints records on
# its serial port. What this script prints of them is a format that no system has.
#
#   FIXTURE_CASE   one case alone, such as smp2 or smp8-smt; without it smp1 and smp2 are booted
#   FIXTURE_RUNS   boots of each case, 1 if not said
#   FIXTURE_LIMIT  largest number that is tried
#   FIXTURE_IMAGE  another image
set -eu
cd "$(dirname "$0")/.."
image=${FIXTURE_IMAGE:-../../../packages/bench-smp-primes/dist/programs/x86_64-bare/smp-primes}
limit=${FIXTURE_LIMIT:-1000000}
out=target/smp-process-scale
mkdir -p "$out"
echo 'case,run,elapsed' >"$out/summary.csv"

# Last number of each worker: halves by hand, else equal parts.
bounds() {
  case $1 in
    1) echo "$limit" && return ;;
    2) echo "$((limit * 61 / 100)) $limit" && return ;;
  esac
  worker=1
  while [ "$worker" -le "$1" ]; do
    printf '%s ' "$((limit * worker / $1))"
    worker=$((worker + 1))
  done
}

# Records of the guest, as lines: worker, first, last, primes, first and last reading of the cycle counter.
workers() {
  awk '/^@CB1 .* worker \{/ {
    gsub(/[{}"]/, "", $5)
    count = split($5, members, /[:,]/)
    for (i = 1; i < count; i += 2) value[members[i]] = members[i + 1]
    print value["index"], value["from"], value["to"], value["primes"], value["startCycles"], value["endCycles"]
  }' "$1"
}

boot() {
  name=$1 run=$2 serial=$out/$1-run$2.log
  vcpus=${name#smp}
  vcpus=${vcpus%-smt}
  nonce=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
  pin=${CAPOS_SMP_SCALE_QEMU_TASKSET_CPUS:-}
  code=0
  ${pin:+taskset -c "$pin"} qemu-system-x86_64 -no-user-config -nodefaults -display none -no-reboot -M pc \
    -accel tcg,thread=multi -m 32 -smp "$vcpus" -serial "file:$serial" \
    -device isa-debug-exit,iobase=0xf4,iosize=0x04 -kernel "$image" -append "-- $nonce $(bounds "$vcpus")" || code=$?
  if [ "$code" != 33 ]; then
    echo "fixture: QEMU ended with $code" >&2
    exit 1
  fi
  first='' last=0
  workers "$serial" >"$out/workers"
  while read -r index from to primes start end; do
    echo "[fixture] $name run=$run worker=$index range=$from..$to primes=$primes;"
    if [ -z "$first" ] || [ "$start" -lt "$first" ]; then first=$start; fi
    if [ "$end" -gt "$last" ]; then last=$end; fi
  done <"$out/workers"
  elapsed=$(((last - first) >> 20))
  echo "[fixture] $name run=$run workers=$vcpus elapsed=$elapsed scaled cycles;"
  echo "$name,$run,$elapsed" >>"$out/summary.csv"
}

echo '[fixture] process scale, a made-up format'
for name in ${FIXTURE_CASE:-smp1 smp2}; do
  run=1
  while [ "$run" -le "${FIXTURE_RUNS:-1}" ]; do
    boot "$name" "$run"
    run=$((run + 1))
  done
done
echo '[fixture] all is over;'
