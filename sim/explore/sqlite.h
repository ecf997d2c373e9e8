// SPDX-License-Identifier: Apache-2.0
// A file of SQLite tables. A transaction that has ended survives the death of its process.
// A connection belongs to the process that opened it: forked children must leave it alone.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

struct sqlite3;
struct sqlite3_stmt;

namespace sim::explore {

/// A prepared command, run any number of times. Parameters count from 1, columns from 0.
class Statement {
 public:
  void bind(int parameter, std::int64_t value);
  /// Text and binary data alike; copied.
  void bind(int parameter, const std::string& value);
  /// Whether there is a row.
  bool step();
  std::int64_t integer(int column) const;
  std::string text(int column) const;
  /// Ends the run and forgets the parameters' values.
  void reset();

 private:
  friend class Database;
  struct Finalise {
    void operator()(sqlite3_stmt* statement) const;
  };
  explicit Statement(sqlite3_stmt* statement) : statement_(statement) {}
  void check(int code) const;

  std::unique_ptr<sqlite3_stmt, Finalise> statement_;
};

class Database {
 public:
  /// Opens the file, or makes it. Several processes may use it at a time. UserError if it cannot be
  /// opened or is something else, here and whenever it cannot be written later.
  explicit Database(const std::filesystem::path& file);

  /// One command or several, without results.
  void run(const std::string& commands);
  Statement prepare(const std::string& command);

 private:
  struct Close {
    void operator()(sqlite3* connection) const;
  };
  std::unique_ptr<sqlite3, Close> connection_;
};

/// Between its construction and commit(): all or nothing, and quicker than one by one.
class Transaction {
 public:
  explicit Transaction(Database& database) : database_(database) {
    database_.run("BEGIN IMMEDIATE");
  }
  ~Transaction();
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  void commit();

 private:
  Database& database_;
  bool open_ = true;
};

}  // namespace sim::explore
