// SPDX-License-Identifier: Apache-2.0
// JSON text for messages, hashing and JSON pointers.
#pragma once

#include <string>
#include <vector>

#include "sim/config/value.h"

namespace sim::config {

/// The text, or its beginning and "..." if it has more than `limit` characters (of UTF-8).
std::string shortened(const std::string& text, std::size_t limit);

/// A string as JSON, with quotes. Ill-formed UTF-8 (from a command line) is replaced.
std::string json_quoted(const std::string& text);

/// A number as JSON: the shortest text that reads back as the same, whole ones without a fraction.
std::string number_text(double value);

/// Compact JSON in the order of the file, numbers as the user wrote them.
std::string written_text(const Value& value);

/// Compact JSON with sorted keys and uniform numbers.
std::string canonical_text(const Value& value);

/// A key or index as a part of a JSON pointer (RFC 6901): ~ becomes ~0 and / becomes ~1.
std::string escaped(const std::string& key);

/// The keys of a JSON pointer; throws UserError with `place` if it is malformed.
std::vector<std::string> keys_of_pointer(const std::string& pointer, const Place& place);

}  // namespace sim::config
