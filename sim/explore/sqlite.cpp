// SPDX-License-Identifier: Apache-2.0
#include "sim/explore/sqlite.h"

#include <sqlite3.h>

#include "sim/base/errors.h"

namespace sim::explore {
namespace {

[[noreturn]] void refuse(sqlite3* connection) {
  const auto* name = connection ? sqlite3_db_filename(connection, "main") : nullptr;
  throw UserError({{{name ? name : "", 0, 0, ""}, sqlite3_errmsg(connection)}});
}

// How long one process waits while another one writes.
constexpr int patience_ms = 30000;

}  // namespace

void Statement::Finalise::operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }

void Statement::check(int code) const {
  if (code != SQLITE_OK) refuse(sqlite3_db_handle(statement_.get()));
}

void Statement::bind(int parameter, std::int64_t value) {
  check(sqlite3_bind_int64(statement_.get(), parameter, value));
}

void Statement::bind(int parameter, const std::string& value) {
  check(sqlite3_bind_text64(statement_.get(), parameter, value.data(), value.size(),
                            SQLITE_TRANSIENT, SQLITE_UTF8));
}

bool Statement::step() {
  const int code = sqlite3_step(statement_.get());
  if (code == SQLITE_ROW) return true;
  if (code != SQLITE_DONE) refuse(sqlite3_db_handle(statement_.get()));
  return false;
}

std::int64_t Statement::integer(int column) const {
  return sqlite3_column_int64(statement_.get(), column);
}

std::string Statement::text(int column) const {
  const auto* data = static_cast<const char*>(sqlite3_column_blob(statement_.get(), column));
  return {data, static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column))};
}

void Statement::reset() {
  sqlite3_reset(statement_.get());
  sqlite3_clear_bindings(statement_.get());
}

void Database::Close::operator()(sqlite3* connection) const { sqlite3_close_v2(connection); }

Database::Database(const std::filesystem::path& file) {
  sqlite3* connection = nullptr;
  const int code = sqlite3_open(file.c_str(), &connection);
  connection_.reset(connection);
  if (code != SQLITE_OK) {
    throw UserError({{{file.string(), 0, 0, ""}, sqlite3_errmsg(connection)}});
  }
  sqlite3_busy_timeout(connection, patience_ms);
  // NORMAL: what was committed survives the death of any process; only a power failure may cost
  // the last transactions, and never the file.
  run("PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL");
}

void Database::run(const std::string& commands) {
  if (sqlite3_exec(connection_.get(), commands.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) {
    refuse(connection_.get());
  }
}

Statement Database::prepare(const std::string& command) {
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v2(connection_.get(), command.c_str(), -1, &statement, nullptr) !=
      SQLITE_OK) {
    refuse(connection_.get());
  }
  return Statement(statement);
}

Transaction::~Transaction() {
  if (!open_) return;
  try {
    database_.run("ROLLBACK");
  } catch (const UserError&) {  // it has been rolled back already
  }
}

void Transaction::commit() {
  database_.run("COMMIT");
  open_ = false;
}

}  // namespace sim::explore
