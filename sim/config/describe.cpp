// SPDX-License-Identifier: Apache-2.0
#include "sim/config/describe.h"

namespace sim::config {

std::vector<Row> describe(const Fields& fields, const std::map<std::string, std::string>& sources) {
  std::vector<Row> rows;
  for (const auto& field : fields) {
    const auto source = sources.find(field.key);
    rows.push_back({.key = field.key,
                    .value = field.value_json(),
                    .unit = field.unit,
                    .rule = field.rule.text(),
                    .meaning = field.meaning + (field.timing ? " (of time alone)" : ""),
                    .source = source == sources.end() ? "" : source->second,
                    .required = field.required});
  }
  return rows;
}

}  // namespace sim::config
