// SPDX-License-Identifier: Apache-2.0
// The page as text; what a browser makes of it is tested in tests/page.
#include "sim/report/page.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "sim/report/page_parts.h"
#include "sim/report/result_json.h"
#include "tests/report/example.h"

namespace sim::report {
namespace {

std::string source(const std::string& file) {
  std::ifstream stream(NZSIM_SOURCE_DIR "/sim/report/page/" + file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

std::string page_of(const std::string& json) { return to_page(read_page_document(json, "file")); }

// What stands between two texts of the page.
std::string between(const std::string& page, const std::string& begin, const std::string& end) {
  const auto from = page.find(begin) + begin.size();
  return page.substr(from, page.find(end, from) - from);
}

std::string document_in(const std::string& page) {
  return between(page, "<script type=\"application/json\" id=\"document\">", "</script>");
}

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t found = 0;
  for (auto at = text.find(part); at != text.npos; at = text.find(part, at + 1)) ++found;
  return found;
}

TEST(Page, TheFilesOfThePageAreInTheProgramByteForByte) {
  EXPECT_EQ(page_html(), source("page.html"));
  EXPECT_EQ(page_colours(), source("colours.css"));
  EXPECT_EQ(page_style(), source("page.css"));
  EXPECT_EQ(page_script(), source("bundle/report.js"));
}

TEST(Page, HoldsTheDocumentAsItIs) {
  const auto json = to_json(test::run());
  EXPECT_EQ(nlohmann::ordered_json::parse(document_in(page_of(json))),
            nlohmann::ordered_json::parse(json));
}

TEST(Page, KeysKeepTheirOrder) {
  const auto page = page_of(to_json(test::run()));
  EXPECT_LT(page.find("\"pe/sram\""), page.find("\"pe/adder\""));
}

TEST(Page, NothingInADocumentEndsItsElement) {
  auto run = test::run();
  run.workload = "</script><script>alert(1)</script><!-- <SCRIPT {{title}} {{script}}";
  const auto page = page_of(to_json(run));
  EXPECT_EQ(nlohmann::json::parse(document_in(page)).at("workload"), run.workload);
  EXPECT_EQ(document_in(page).find('<'), std::string::npos);
  EXPECT_EQ(between(page, "<title>", "</title>"),
            "&lt;/script&gt;&lt;script&gt;alert(1)&lt;/script&gt;&lt;!-- &lt;SCRIPT {{title}} "
            "{{script}} on eie/small - nzsim run");
  EXPECT_EQ(count(page, page_script()), 1u);
  EXPECT_EQ(count(page, "</script>"), 2u);
}

TEST(Page, LoadsNothing) {
  const auto page = page_of(to_json(test::run()));
  EXPECT_NE(page.find("content=\"default-src 'none'; style-src 'unsafe-inline'; script-src "
                      "'unsafe-inline'; base-uri 'none'; form-action 'none'\""),
            std::string::npos);
  for (const char* loader : {" src=", "@import", "url(", "<link", "<img", "<iframe"}) {
    EXPECT_EQ(page_html().find(loader), std::string::npos) << loader;
    EXPECT_EQ(page_colours().find(loader), std::string::npos) << loader;
    EXPECT_EQ(page_style().find(loader), std::string::npos) << loader;
  }
}

TEST(Page, TheScriptDoesNotEndItsElement) {
  const std::string script = page_script();
  EXPECT_EQ(script.find("</script"), std::string::npos);
  EXPECT_EQ(script.find("<!--"), std::string::npos);
}

}  // namespace
}  // namespace sim::report
