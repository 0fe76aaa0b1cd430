@0xc71b7a012278b905;
# One result of a capbench campaign: benchmark x target x case x metric.
#
# The ordinals @0 to @11 of BenchmarkResult, @0 to @4 of MeasurementSummary and @0 and @1 of RunFailure are those of the
# capOS proposal "System Performance Benchmarks"; everything after them is added. Ordinals are only ever added.
#
# A default message reads as "passed, median 0". A reader must therefore check: `status` names the arm of `result`;
# `schema`, `runId` and `unit` are not empty; hashes have 32 bytes; `samples` is not empty; `median` is the median of
# `samples`. `decodeResult` of @capbench/core does, and accepts one encoding only: a single segment in canonical form,
# with a segment table before it, in which empty texts, data and lists are null pointers.
#
#     capnp decode benchmark-result.capnp BenchmarkResult < elapsed.bin
#
# The JSON beside each message is a projection of its own (RFC 8785, hashes in hexadecimal, absent figures left out),
# not that of `capnp convert binary:json`, which prints Data as numbers and an absent figure as "NaN".

enum BenchmarkStatus {
  passed       @0;
  failed       @1;
  unsupported  @2;
  invalid      @3;
}

struct BenchmarkResult {
  runId          @0 :Text;    # of the campaign
  benchmarkName  @1 :Text;
  tier           @2 :UInt16;  # 1 to 4
  status         @3 :BenchmarkStatus;
  correctnessId  @4 :Text;    # verifier, version, and digest of what it checked in every run
  configHash     @5 :Data;    # SHA-256 of config.json
  artifactHash   @6 :Data;    # SHA-256 of evidence.sha256
  notes          @7 :Text;

  result :union {
    measurement @8 :MeasurementSummary;
    failure     @9 :RunFailure;
    unsupported @10 :RunFailure;
    invalid     @11 :RunFailure;
  }

  schema            @12 :Text;    # "capbench.result/1"
  benchmarkVersion  @13 :Text;
  target            @14 :Text;
  system            @15 :Text;
  role              @16 :Text;    # subject, reference or native-context
  case              @17 :Text;
  vcpus             @18 :UInt32;
  metric            @19 :Text;
  hashes            @20 :Hashes;
  authority         @21 :Authority;
  labels            @22 :List(Text);
  runs              @23 :Runs;

  # These three only where the status is passed.
  evidenceClass     @24 :Text;
  classReasons      @25 :List(Text);  # why the class is not a better one
  claim             @26 :Text;        # what the declared gates say
}

struct MeasurementSummary {
  unit           @0 :Text;
  lowerIsBetter  @1 :Bool;
  median         @2 :Float64;
  p95            @3 :Float64;        # NaN: absent, see `absent`
  samples        @4 :List(Float64);  # one number for each measured run, in run order

  clock              @5 :Text;
  scale              @6 :Text;  # empty: none
  min                @7 :Float64;
  max                @8 :Float64;
  mean               @9 :Float64;
  standardDeviation  @10 :Float64 = nan;  # of the sample (n - 1); NaN: absent
  cv                 @11 :Float64 = nan;  # standard deviation over mean; NaN: absent
  p99                @12 :Float64 = nan;  # NaN: absent, see `absent`
  absent             @13 :List(Absence);  # sorted by figure
}

struct Absence {
  figure  @0 :Text;
  reason  @1 :Text;
}

struct RunFailure {
  reason  @0 :Text;
  detail  @1 :Text;
  cause   @2 :Text;         # only where the reason is not_applicable
  causes  @3 :List(Cause);  # everything that was found, the reason first
}

struct Cause {
  status  @0 :Text;
  reason  @1 :Text;
  cause   @2 :Text;
  detail  @3 :Text;
}

struct Hashes {
  comparison  @0 :Data;
  workload    @1 :Data;  # empty: there is no workload for this system
  envelope    @2 :Data;
  identity    @3 :Data;
}

struct Authority {
  profile      @0 :Text;
  terms        @1 :List(Text);
  enforcement  @2 :Text;
  posture      @3 :Text;  # RFC 8785 JSON
  observed     @4 :Text;  # RFC 8785 JSON; empty: nobody looked
}

struct Runs {
  measured  @0 :UInt32;
  warmups   @1 :UInt32;
  accepted  @2 :UInt32;  # of the measured ones
  attempts  @3 :UInt32;  # re-runs among the measured ones
}
