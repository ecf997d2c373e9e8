// SPDX-License-Identifier: Apache-2.0
// What reading a config gives, and what it says, to the letter.
#include "sim/machine/setup.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/machine/fake_machine.h"

namespace sim::machine {
namespace {

using test::fake_catalog;
using test::FakeWorld;

// The config with one piece of its text replaced.
std::string problems_with(const std::string& from, const std::string& to,
                          const config::Settings& settings = {}) {
  const FakeWorld world;
  std::string text = test::config_text;
  text.replace(text.find(from), from.size(), to);
  world.folder.write("c.json", text);
  return message_of(world, [&] { world.setup(settings); });
}

std::string problems_of(const config::Settings& settings) {
  const FakeWorld world;
  return message_of(world, [&] { world.setup(settings); });
}

TEST(Setup, HoldsTheMachineItsPricesAndTheSourcesOfItsValues) {
  const FakeWorld world;
  const auto setup = world.setup({{"/lanes", "4"}});
  EXPECT_EQ(setup.name, "c");
  EXPECT_EQ(setup.machine_name, "fake");
  EXPECT_EQ(setup.title, "A fake");
  EXPECT_EQ(setup.source, "none");
  EXPECT_EQ(setup.sources, (std::map<std::string, std::string>{{"lanes", "Table I"}}));
  EXPECT_EQ(setup.prices.name, "cheap");
  EXPECT_EQ(setup.machine->inventory().accounts()[1].instances, 8);
  EXPECT_EQ(setup.canonical, "fake\nlanes=4\nmemory/width_bits=32\nmood=\"\"");
}

TEST(SetupMessages, AnUnknownKey) {
  EXPECT_EQ(problems_with("\"lanes\": 2", "\"lanes\": 2, \"lnes\": 3"),
            "c.json:6:15: /lnes: unknown key; did you mean \"lanes\"?");
}

TEST(SetupMessages, AWrongType) {
  EXPECT_EQ(problems_with("32", "\"wide\""),
            "c.json:7:28: /memory/width_bits: expected a whole number, got \"wide\" (one access, "
            "bits)");
}

TEST(SetupMessages, AValueOutOfRange) {
  EXPECT_EQ(problems_with("2,", "65,"),
            "c.json:6:12: /lanes: 65 is out of range: must be from 1 to 64 (multipliers of a "
            "unit)");
}

TEST(SetupMessages, AnUnknownMachine) {
  EXPECT_EQ(problems_with("fake", "fakr"),
            "c.json:2:14: /machine: no machine is called \"fakr\"; did you mean \"fake\"?");
  EXPECT_EQ(problems_with("\"fake\"", "7"),
            "c.json:2:14: /machine: expected a string, got 7 (name of the machine in the catalog)");
  EXPECT_EQ(problems_with("\"machine\": \"fake\",", ""),
            "c.json:1:1: /machine: missing (name of the machine in the catalog; must be not "
            "empty)");
}

TEST(SetupMessages, AnUnknownPriceList) {
  EXPECT_EQ(problems_with("cheap", "cheep"),
            "c.json:5:13: /prices: no price list is called \"cheep\"; did you mean \"cheap\"?");
}

TEST(SetupMessages, APriceListWithProblemsOfItsOwn) {
  const FakeWorld world;
  world.folder.write("prices/cheap.json", std::string("{\"title\": 7}"));
  EXPECT_EQ(message_of(world, [&] { world.setup(); }),
            "prices/cheap.json:1:11: /title: expected a string, got 7 (what the prices are, in a "
            "line)\n"
            "prices/cheap.json:1:1: /node_nm: missing (technology node, nm; must be above 0)");
}

TEST(SetupMessages, WithoutAFolderOfPrices) {
  const FakeWorld world;
  std::filesystem::remove_all(world.folder.path("prices"));
  EXPECT_EQ(message_of(world, [&] { world.setup(); }),
            "c.json:5:13: /prices: no price list is called \"cheap\"");
}

TEST(SetupMessages, SourcesAreOfParametersAndTexts) {
  EXPECT_EQ(problems_with("\"lanes\": \"Table I\"", "\"lane\": \"x\", \"memory/width_bits\": 3"),
            "c.json:8:15: /sources/lane: no parameter has this key; did you mean \"lanes\"?\n"
            "c.json:8:49: /sources/memory~1width_bits: expected a string, got 3 (where the value "
            "of memory/width_bits comes from)");
  EXPECT_EQ(problems_with("{\"lanes\": \"Table I\"}", "[]"),
            "c.json:8:14: /sources: expected an object, got [] (where the values come from)");
}

TEST(SetupMessages, AContradictionStandsAtTheParameter) {
  EXPECT_EQ(problems_with("2,", "5,"), "c.json:7:28: /memory/width_bits: too narrow for the lanes");
  EXPECT_EQ(problems_of({{"/memory/width_bits", "8"}}),
            "--set: /memory/width_bits: too narrow for the lanes");
}

TEST(SetupMessages, ContradictionsAreNotSoughtBetweenWrongValues) {
  EXPECT_EQ(problems_with("2,", "99,"),
            "c.json:6:12: /lanes: 99 is out of range: must be from 1 to 64 (multipliers of a "
            "unit)");
}

TEST(SetupMessages, SettingsThatCannotBeSet) {
  EXPECT_EQ(problems_of({{"/memry/width_bits", "8"}, {"/lanes/0", "1"}, {"/lane", "8"}}),
            "--set: /memry/width_bits: there is no /memry; did you mean \"memory\"?\n"
            "--set: /lanes/0: /lanes is a whole number and has no parts\n"
            "--set: /lane: unknown key; did you mean \"lanes\"?");
  EXPECT_EQ(problems_of({{"/lanes", "many"}}),
            "--set: /lanes: expected a whole number, got \"many\" (multipliers of a unit)");
  EXPECT_EQ(problems_of({{"/prices", "cheep"}}),
            "--set: /prices: no price list is called \"cheep\"; did you mean \"cheap\"?");
}

TEST(SetupMessages, SeveralAtOnce) {
  EXPECT_EQ(problems_with("\"A fake\"", "\"\", \"moood\": 1", {{"/lanes", "0"}, {"/prices", "x"}}),
            "c.json:3:16: /moood: unknown key; did you mean \"mood\"?\n"
            "c.json:3:12: /title: \"\" is not allowed: must be not empty (what this design point "
            "is)\n"
            "--set: /lanes: 0 is out of range: must be from 1 to 64 (multipliers of a unit)\n"
            "--set: /prices: no price list is called \"x\"");
}

TEST(SetupMessages, AConfigThatIsNoObject) {
  const FakeWorld world;
  world.folder.write("c.json", std::string("[]"));
  EXPECT_EQ(message_of(world, [&] { world.setup(); }), "c.json:1:1: expected an object, got []");
}

TEST(KeysBesideParameters, AreThoseOfEveryMachinesConfigs) {
  EXPECT_EQ(keys_beside_parameters(),
            (std::vector<std::string>{"machine", "title", "source", "prices", "sources"}));
}

TEST(ConfigSchema, IsJsonThatKnowsEveryKey) {
  const auto schema = nlohmann::json::parse(config_schema(fake_catalog()[0]));
  EXPECT_EQ(schema.at("title"), "config of the machine fake");
  const auto& properties = schema.at("properties");
  for (const char* key :
       {"machine", "title", "source", "prices", "lanes", "memory", "mood", "sources"}) {
    EXPECT_TRUE(properties.contains(key)) << key;
  }
  EXPECT_EQ(schema.at("additionalProperties"), false);
  EXPECT_EQ(properties.at("lanes").at("maximum"), 64);
}

}  // namespace
}  // namespace sim::machine
