// SPDX-License-Identifier: Apache-2.0
#include "sim/explore/answer_store.h"

#include <algorithm>

#include "sim/base/errors.h"
#include "sim/machine/result_pack.h"

namespace sim::explore {
namespace {

// Clustered by program: what a program left is one stretch of the file.
constexpr const char* tables = R"(
CREATE TABLE IF NOT EXISTS programs (program TEXT PRIMARY KEY, last_seen REAL NOT NULL);
CREATE TABLE IF NOT EXISTS answers (program TEXT NOT NULL, key TEXT NOT NULL, answer TEXT NOT NULL,
                                    PRIMARY KEY (program, key)) WITHOUT ROWID)";

constexpr const char* drop_old = R"(
DELETE FROM answers WHERE program IN
  (SELECT program FROM programs WHERE last_seen < julianday('now') - 14);
DELETE FROM programs WHERE last_seen < julianday('now') - 14)";

Database opened(const std::filesystem::path& file) {
  std::error_code error;
  std::filesystem::create_directories(file.parent_path(), error);
  if (error) {
    throw UserError(
        {{{file.parent_path().string(), 0, 0, ""}, "cannot make this folder: " + error.message()}});
  }
  Database database(file);
  database.run(tables);
  return database;
}

}  // namespace

AnswerStore::AnswerStore(const std::filesystem::path& file, std::string program, bool known)
    : database_(opened(file)),
      program_(std::move(program)),
      known_(known),
      find_(database_.prepare("SELECT answer FROM answers WHERE program = ? AND key = ?")),
      keep_(database_.prepare("INSERT OR REPLACE INTO answers VALUES (?, ?, ?)")) {
  Transaction transaction(database_);
  auto seen = database_.prepare("INSERT OR REPLACE INTO programs VALUES (?, julianday('now'))");
  seen.bind(1, program_);
  seen.step();
  database_.run(drop_old);
  transaction.commit();
}

std::optional<std::vector<machine::LayerAnswer>> AnswerStore::find(const std::string& key) {
  if (!known_) return std::nullopt;
  find_.reset();
  find_.bind(1, program_);
  find_.bind(2, key);
  if (!find_.step()) return std::nullopt;
  const auto text = find_.text(0);
  find_.reset();
  return machine::unpack(text);
}

void AnswerStore::keep(const std::string& key, const std::vector<machine::LayerAnswer>& answers) {
  keep(key, answers, machine::pack(answers));
}

void AnswerStore::keep(const std::string& key, const std::vector<machine::LayerAnswer>& answers,
                       const std::string& packed) {
  if (!std::all_of(answers.begin(), answers.end(), [](const auto& one) { return one.ran; })) return;
  try {
    keep_.reset();
    keep_.bind(1, program_);
    keep_.bind(2, key);
    keep_.bind(3, packed);
    keep_.step();
  } catch (const UserError&) {  // a full disk must not cost anybody his results
  }
}

}  // namespace sim::explore
