// SPDX-License-Identifier: Apache-2.0
#include "sim/explore/claims.h"

#include <gtest/gtest.h>

#include <set>

#include "tests/base/temporary_folder.h"

namespace sim::explore {
namespace {

// A file of these claims, each of which starts on a line of its own.
std::vector<Claim> claims_of(const std::string& claims) {
  const TemporaryFolder folder;
  return read_claims(folder.write("m.json", "{\"title\": \"t\", \"claims\": [\n" + claims + "]}"));
}

std::string problems_of(const std::string& claims) {
  const TemporaryFolder folder;
  try {
    read_claims(folder.write("m.json", "{\"title\": \"t\", \"claims\": [\n" + claims + "]}"));
  } catch (const UserError& error) {
    return folder.without_folder(error.what());
  }
  return "";
}

// A sound claim with more keys at its end.
std::string claim(const std::string& id, const std::string& more = "") {
  return R"({"id": ")" + id + R"(", "metric": "area_mm2", "config": "m/c", "published": 2, )" +
         R"("standing": "predicted", "tolerance": 0.1, "source": "s")" + more + "}";
}

TEST(Claims, HoldEverythingThatTheFileSays) {
  const auto claims = claims_of(
      claim("m/a") + ",\n" +
      R"({"id": "m/b/c", "metric": "speedup", "config": "m/c", "prices": "p", "workload": "w",
"set": {"/a/b": 3, "/c": "d"}, "set_workload": {"/layers/*/e": {"f": [1.50]}},
"layers": ["x", "y"], "argument": "g", "baseline": {"name": "cpu", "time_us": 3, "power_w": 4},
"of": ["m/a"], "published": null, "unit": "x", "standing": "calibrated", "fitted": "f",
"tolerance": 0.5, "source": "s", "note": "n"})");
  ASSERT_EQ(claims.size(), 2u);
  EXPECT_EQ(claims[0].published, 2);
  EXPECT_EQ(claims[0].standing, ClaimStanding::predicted);
  EXPECT_FALSE(claims[0].baseline);
  const auto& one = claims[1];
  EXPECT_EQ(one.id, "m/b/c");
  EXPECT_EQ(one.machine, "m");
  EXPECT_EQ(one.prices, "p");
  EXPECT_EQ(one.layers, (std::vector<std::string>{"x", "y"}));
  EXPECT_EQ(one.settings, (config::Settings{{"/a/b", "3"}, {"/c", "\"d\""}}));
  EXPECT_EQ(one.workload_settings, (config::Settings{{"/layers/*/e", R"({"f":[1.5]})"}}));
  EXPECT_EQ(one.argument, "g");
  EXPECT_EQ(one.baseline->name, "cpu");
  EXPECT_EQ(one.baseline->power_w, 4);
  EXPECT_EQ(one.of, (std::vector<std::string>{"m/a"}));
  EXPECT_EQ(one.published, std::nullopt);
  EXPECT_EQ(one.standing, ClaimStanding::calibrated);
  EXPECT_EQ(one.fitted, "f");
  EXPECT_EQ(one.note, "n");
}

TEST(ClaimMessages, AnEmptyClaim) {
  EXPECT_EQ(
      problems_of("{}"),
      "m.json:2:1: /claims/0/id: missing (stable name of the claim; must be not empty)\n"
      "m.json:2:1: /claims/0/metric: missing (what is compared; must be one of "
      "\"accuracy\", \"area_mm2\", \"component_area_um2\", \"component_power_mw\", "
      "\"compression\", "
      "\"cycles\", "
      "\"dense_gops\", \"energy_efficiency\", \"energy_uj\", \"energy_with_off_chip_uj\", "
      "\"figure\", \"figure_ratio\", \"first_image_us\", \"frames_per_j\", "
      "\"frames_per_s\", \"frames_per_s_per_mm2\", \"full_load_mw\", \"geomean\", "
      "\"images_per_s\", \"mean\", \"network_figure\", \"peak_gops\", \"phase_figure\", "
      "\"phase_time_us\", \"power_w\", "
      "\"quotient\", \"saving_percent\", \"speedup\", \"storage_bits\", \"storage_percent\", "
      "\"structure_bits\", \"sum\", \"time_us\", \"tops_per_w\", \"total_component_area_mm2\", "
      "\"utilization\")\n"
      "m.json:2:1: /claims/0/standing: missing (what the agreement is worth; must be one of "
      "\"predicted\", \"calibrated\", \"derived\")\n"
      "m.json:2:1: /claims/0/tolerance: missing (allowed relative deviation; must be above "
      "0)\n"
      "m.json:2:1: /claims/0/source: missing (where it is published; must be not empty)\n"
      "m.json:2:1: /claims/0/config: missing (the design point)\n"
      "m.json:2:1: /claims/0/published: missing (a number, or null if there is none)");
}

std::string problems_of_subject(const std::string& keys) {
  return problems_of(R"({"id": "m/a", "published": 2, "standing": "predicted", "tolerance": 0.1,
"source": "s", )" + keys +
                     R"(, "workload": "w", "layers": ["x"]})");
}

TEST(ClaimMessages, AClaimIsAboutAMachineOrAStorageFormatOrOtherClaims) {
  EXPECT_EQ(problems_of_subject(R"("metric": "time_us", "format": "csr", "options": {})"),
            "m.json:2:1: /claims/0/config: missing (the design point)\n"
            "m.json:3:37: /claims/0/format: metric \"time_us\" is about a machine\n"
            "m.json:3:54: /claims/0/options: only a storage format has options");
  EXPECT_EQ(problems_of_subject(R"("metric": "compression", "config": "m/c")"),
            "m.json:2:1: /claims/0/format: missing (the storage format)\n"
            "m.json:3:41: /claims/0/config: metric \"compression\" is about a storage format");
  EXPECT_EQ(
      problems_of_subject(R"("metric": "compression", "format": "crs",
"options": {"index_bits": 9, "value_bit": 8})"),
      "m.json:3:51: /claims/0/format: \"crs\" is not allowed: must be one of \"dense\", \"coo\", "
      "\"csr\", \"csc\", \"relative_csc\", \"aligned_csc\", \"run_length\", "
      "\"bitmap\", \"spm\", \"fkw\", \"bsr\", "
      "\"pruned_blocks\", \"bspc\", \"darb\", \"structured\", \"ternary\", \"n_of_m\", "
      "\"vector\", \"kernel\", \"unified\", \"deep_compression\", "
      "\"deep_compression_huffman\"; did you mean \"csr\"? (the storage format)\n"
      "m.json:4:30: /claims/0/options/value_bit: unknown key; did you mean \"value_bits\"?\n"
      "m.json:4:27: /claims/0/options/index_bits: 9 is out of range: must be from 1 to 8 "
      "(width of relative indices, bits)");
  EXPECT_EQ(problems_of_subject(R"("metric": "geomean")"),
            "m.json:2:1: /claims/0/of: missing (metric \"geomean\" is computed from other claims)");
}

TEST(Claims, WithoutAnythingToCompareNeedNoMetric) {
  const auto claims = claims_of(
      R"({"id": "m/a", "published": 2, "unit": "x", "source": "s", "unavailable": "no sizes"})");
  EXPECT_EQ(claims.at(0).unavailable, "no sizes");
  EXPECT_EQ(claims.at(0).published, 2);
  EXPECT_EQ(claims.at(0).metric, "");
  EXPECT_STREQ(standing_of(claims.at(0)), "-");
  EXPECT_STREQ(standing_of(claims_of(claim("m/a")).at(0)), "predicted");
}

TEST(ClaimMessages, NothingIsSimulatedForAnUnavailableOne) {
  EXPECT_EQ(problems_of(claim("m/a", R"(, "unavailable": "")")),
            "m.json:2:15: /claims/0/metric: nothing is simulated where \"unavailable\" says why\n"
            "m.json:2:37: /claims/0/config: nothing is simulated where \"unavailable\" says why\n"
            "m.json:2:70: /claims/0/standing: nothing is simulated where \"unavailable\" says why\n"
            "m.json:2:95: /claims/0/tolerance: nothing is simulated where \"unavailable\" says "
            "why\n"
            "m.json:2:1: /claims/0/unavailable: \"\" is not allowed: must be not empty");
}

TEST(Claims, OfStorageFormatsHaveOptions) {
  const TemporaryFolder folder;
  const auto claims = read_claims(folder.write("m.json", R"({"title": "", "claims": [
{"id": "m/a", "metric": "compression", "format": "csr", "options": {"field_bits": 32},
 "workload": "w", "layers": ["x"],
 "published": 2, "standing": "predicted", "tolerance": 0.1, "source": "s"}]})"));
  EXPECT_EQ(claims[0].format, "csr");
  EXPECT_EQ(claims[0].config, "");
  EXPECT_EQ(claims[0].options, (FormatOptions{.field_bits = 32}));
}

TEST(ClaimMessages, WrongValues) {
  EXPECT_EQ(problems_of(claim("m/a", R"(,
"layers": "fc", "of": [3, "m/z"],
"baseline": {"name": "", "time_us": 0, "power": 3}, "note": 1)")),
            "m.json:4:61: /claims/0/note: expected a string, got 1 (explanation of a deviation)\n"
            "m.json:3:11: /claims/0/layers: expected a list, got \"fc\" (names)\n"
            "m.json:3:24: /claims/0/of/0: expected a string, got 3\n"
            "m.json:4:40: /claims/0/baseline/power: unknown key; did you mean \"power_w\"?\n"
            "m.json:4:22: /claims/0/baseline/name: \"\" is not allowed: must be not empty (the "
            "platform)\n"
            "m.json:4:37: /claims/0/baseline/time_us: 0 is out of range: must be above 0 (its "
            "published time, us)\n"
            "m.json:2:1: /claims/0/of: no claim before it has the id \"m/z\"");
}

TEST(ClaimMessages, TheMetricIsOneOfTheKnown) {
  const auto text = problems_of(
      R"({"id": "m/a", "metric": "tme_us", "config": "m/c", "published": "2",
"standing": "predicted", "tolerance": 0.1, "source": "s"})");
  EXPECT_NE(text.find("did you mean \"time_us\"?"), text.npos) << text;
  EXPECT_NE(text.find("m.json:2:65: /claims/0/published: expected a number or null, got \"2\""),
            text.npos)
      << text;
}

TEST(ClaimMessages, ACalibratedClaimSaysWhatWasFitted) {
  EXPECT_EQ(problems_of(R"({"id": "m/a", "metric": "area_mm2", "config": "m/c", "published": 2,
"standing": "calibrated", "tolerance": 0.1, "source": "s"})"),
            "m.json:2:1: /claims/0/fitted: missing (a calibrated claim says what was fitted)");
}

// A claim of the metric with these keys.
std::string of_metric(const std::string& metric, const std::string& keys = "") {
  return R"({"id": "m/b", "config": "m/c", "published": 2, "standing": "predicted",
"tolerance": 0.1, "source": "s", "metric": ")" +
         metric + '"' + keys + '}';
}

const std::string of_a_layer = R"(, "workload": "w", "layers": ["x"])";

// What is said of a claim of the metric that has no more than those keys.
std::string lacking(const std::string& metric, const std::string& keys = "") {
  return problems_of(claim("m/a") + ",\n" + of_metric(metric, keys));
}

std::string missing(const std::string& key, const std::string& metric, const std::string& why) {
  return "m.json:3:1: /claims/1/" + key + ": missing (metric \"" + metric + "\" " + why + ")";
}

std::string missing_layers(const std::string& metric) {
  return missing("workload", metric, "is measured on layers of one") + '\n' +
         missing("layers", metric, "is measured on them");
}

TEST(ClaimMessages, WhatIsMeasuredNeedsLayers) {
  for (const std::string metric :
       {"time_us", "energy_uj", "energy_with_off_chip_uj", "power_w", "frames_per_s",
        "frames_per_j", "frames_per_s_per_mm2", "dense_gops", "peak_gops"}) {
    EXPECT_EQ(lacking(metric), missing_layers(metric));
    EXPECT_EQ(lacking(metric, R"(, "workload": "", "layers": [])"), missing_layers(metric));
    EXPECT_EQ(lacking(metric, of_a_layer), "");
  }
  EXPECT_EQ(lacking("time_us", R"(, "workload": "w")"),
            missing("layers", "time_us", "is measured on them"));
  EXPECT_EQ(lacking("area_mm2"), "");
}

TEST(ClaimMessages, WhatIsStoredNeedsLayers) {
  for (const std::string metric :
       {"storage_bits", "structure_bits", "storage_percent", "compression"}) {
    const auto problems = problems_of(R"({"id": "m/b", "format": "csr", "published": 2,
"standing": "predicted", "tolerance": 0.1, "source": "s", "metric": ")" +
                                      metric + "\"}");
    EXPECT_EQ(problems, "m.json:2:1: /claims/0/workload: missing (metric \"" + metric +
                            "\" is measured on layers of one)\n" +
                            "m.json:2:1: /claims/0/layers: missing (metric \"" + metric +
                            "\" is measured on them)");
  }
}

TEST(ClaimMessages, FiguresAndComponentsNeedAName) {
  const std::string why = "needs the name of a figure or component";
  for (const std::string metric : {"figure", "figure_ratio", "component_power_mw"}) {
    EXPECT_EQ(lacking(metric), missing_layers(metric) + '\n' + missing("argument", metric, why));
    EXPECT_EQ(lacking(metric, of_a_layer + R"(, "argument": "")"),
              missing("argument", metric, why));
    EXPECT_EQ(lacking(metric, of_a_layer + R"(, "argument": "a")"), "");
  }
  for (const std::string metric : {"component_area_um2", "total_component_area_mm2"}) {
    EXPECT_EQ(lacking(metric), missing("argument", metric, why));
    EXPECT_EQ(lacking(metric, R"(, "argument": "a")"), "");
  }
}

TEST(ClaimMessages, AComparisonWithAPlatformNeedsItsTimeAndPerhapsItsPower) {
  const std::string time = R"(, "baseline": {"name": "cpu", "time_us": 3})";
  const std::string both = R"(, "baseline": {"name": "cpu", "time_us": 3, "power_w": 4})";
  for (const std::string metric : {"speedup", "energy_efficiency"}) {
    EXPECT_EQ(lacking(metric), missing_layers(metric) + '\n' +
                                   missing("baseline", metric, "compares with its published time"));
    EXPECT_EQ(lacking(metric, of_a_layer + both), "");
  }
  EXPECT_EQ(lacking("speedup", of_a_layer + time), "");
  EXPECT_EQ(lacking("energy_efficiency", of_a_layer + time),
            missing("baseline/power_w", "energy_efficiency", "compares with it"));
}

TEST(ClaimMessages, WhatIsComputedFromClaimsNeedsThem) {
  for (const std::string metric : {"geomean", "mean", "quotient", "saving_percent"}) {
    EXPECT_EQ(lacking(metric), missing("of", metric, "is computed from other claims"));
    EXPECT_EQ(lacking(metric, R"(, "of": ["m/a", "m/a"])"), "");
  }
  EXPECT_EQ(lacking("mean", R"(, "of": ["m/a"])"), "");
  for (const std::string ids : {R"("m/a")", R"("m/a", "m/a", "m/a")"}) {
    EXPECT_EQ(lacking("quotient", ", \"of\": [" + ids + "]"),
              std::string("m.json:3:1: /claims/1/of: metric \"quotient\" takes 2 ids, not ") +
                  (ids.size() > 5 ? "3" : "1"));
  }
}

TEST(ClaimMessages, IdsAreUniqueAndBuildOnEarlierOnes) {
  EXPECT_EQ(problems_of(claim("m/a") + ",\n" + claim("m/a") + ",\n" +
                        claim("m/b", ", \"of\": [\"m/b\", \"m/c\"]") + ",\n" + claim("m/c")),
            "m.json:3:1: /claims/1/id: \"m/a\" is the id of another claim: /claims/0\n"
            "m.json:4:1: /claims/2/of: no claim before it has the id \"m/b\"\n"
            "m.json:4:1: /claims/2/of: no claim before it has the id \"m/c\"");
}

TEST(ShippedClaims, AreReadAndEachHasAnIdOfItsOwnAndASource) {
  std::set<std::string> ids;
  const std::filesystem::path folder = NZSIM_SOURCE_DIR "/configs/published";
  for (const auto& file : std::filesystem::directory_iterator(folder)) {
    const auto claims = read_claims(file.path());
    EXPECT_FALSE(claims.empty()) << file.path();
    for (const auto& claim : claims) {
      EXPECT_TRUE(ids.insert(claim.id).second) << claim.id;
      EXPECT_FALSE(claim.source.empty()) << claim.id;
      EXPECT_EQ(claim.collection, file.path().stem());
      // SCNN's dense baseline has no paper of its own; the SOT-MRAM engine, the SRAM macros and the
      // memristor machine have several.
      const auto stem = file.path().stem();
      const bool also = (stem == "scnn" && claim.machine == "dcnn") ||
                        (stem == "sot_mram" && claim.machine == "imce") || stem == "cap_ram" ||
                        stem == "memristor";
      EXPECT_TRUE(claim.machine == stem || also) << claim.id;
    }
  }
  EXPECT_GE(ids.size(), 100u);
}

}  // namespace
}  // namespace sim::explore
