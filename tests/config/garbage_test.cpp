// SPDX-License-Identifier: Apache-2.0
// Whatever stands in a file or on the command line, the answer is success or a UserError.
#include <gtest/gtest.h>

#include "sim/base/philox.h"
#include "sim/config/reader.h"
#include "tests/config/example.h"

namespace sim::config {
namespace {

constexpr const char* good = R"({
  // a comment
  "clock_mhz": 533.5, "activation_queue": {"slots": 2, "policy": "round_robin"},
  "weights": {"index_bits": 16.0}, /* another */ "bytes": 1099511627776, "gated": true,
  "technology": "28\u006em \"é\" 日本", "sizes": [4, -8, 12e0], "factors": [1, 0.5, 1e-9, null, {}]
})";

class Mutator {
 public:
  explicit Mutator(std::uint64_t stream) : random_(7, stream) {}

  std::size_t below(std::size_t bound) { return random_() % bound; }

  std::string mutated(std::string text) {
    const std::string pieces[] = {"{",      "}",
                                  "[",      "]",
                                  "\"",     "\\",
                                  "//",     "/*",
                                  "*/",     ",",
                                  ":",      "1e",
                                  "-",      "\n",
                                  "\xC3",   "\xFF",
                                  "\\u",    "\\ud800",
                                  "true",   "99999999999",
                                  "\"a\":", std::string(1, '\0'),
                                  "1e999",  "\"clock_mhz\": 1,"};
    for (auto changes = 1 + below(6); changes > 0; --changes) {
      const auto at = below(text.size() + 1);
      switch (below(4)) {
        case 0:
          text.insert(at, pieces[below(std::size(pieces))]);
          break;
        case 1:
          text.erase(at, 1 + below(8));
          break;
        case 2:
          text.insert(at, text.substr(below(text.size() + 1), below(40)));
          break;
        default:
          if (at < text.size()) text[at] = static_cast<char>(below(256));
      }
    }
    return text;
  }

 private:
  PhiloxStream random_;
};

// Everything that a program does with a file.
void use(const std::string& text, const std::string& pointer, const std::string& value) {
  auto document = Document::parse(text, "garbage.json");
  try {
    document.set(pointer, value);
  } catch (const UserError& error) {
    EXPECT_FALSE(error.problems().empty());
  }
  Example e;
  Problems problems;
  read(document.root(), fields_of(e), problems);
  for (const auto& problem : problems.found()) EXPECT_FALSE(to_string(problem).empty());
  EXPECT_EQ(Document::parse(document.text(), "again").text(), document.text());
}

TEST(Garbage, NeverDoesWorseThanAUserError) {
  int parsed = 0;
  int refused = 0;
  for (std::uint64_t i = 0; i < 2000; ++i) {
    Mutator mutator(i);
    const auto text = mutator.mutated(good);
    const auto pointer = mutator.mutated("/activation_queue/slots");
    const auto value = mutator.mutated("{\"a\": [1, \"b\"]}");
    try {
      use(text, pointer, value);
      ++parsed;
    } catch (const UserError& error) {
      ASSERT_EQ(error.problems().size(), 1u);
      EXPECT_GT(error.problems()[0].place.line, 0) << text;
      ++refused;
    }
  }
  // Both ways were tried.
  EXPECT_GT(parsed, 100);
  EXPECT_GT(refused, 100);
}

TEST(Garbage, PositionsPointAtTheirValuesWhateverStandsBetween) {
  const std::string between[] = {"", " ", "\n", "\t", "\r\n", "// \"x\": [\n", "/* { \" \n */",
                                 "é"};
  for (std::uint64_t i = 0; i < 300; ++i) {
    Mutator mutator(i);
    const auto gap = [&] { return between[mutator.below(std::size(between) - 1)]; };
    std::string text = gap() + "[" + gap();
    for (int n = 0; n < 10; ++n) {
      if (n > 0) text += ',';
      text += gap() + "[\"é]\"," + std::to_string(n) + gap() + "]" + gap();
    }
    text += "]";
    std::vector<std::string> lines(1);
    for (const char c : text) c == '\n' ? lines.emplace_back() : lines.back() += c;
    int expected = 0;
    for (const auto& list : Document::parse(text, "a").root().elements()) {
      const auto place = list.elements()[1].place();
      auto line = lines[static_cast<std::size_t>(place.line - 1)];
      // The only character of more than one byte is é: one byte for it makes bytes characters.
      for (auto e = line.find("é"); e != std::string::npos; e = line.find("é")) line.erase(e, 1);
      EXPECT_EQ(line[static_cast<std::size_t>(place.column - 1)], '0' + expected++) << text;
    }
  }
}

}  // namespace
}  // namespace sim::config
