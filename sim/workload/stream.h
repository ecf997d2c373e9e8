// SPDX-License-Identifier: Apache-2.0
// Random streams of different tensors differ.
#pragma once

#include <cstdint>
#include <string>

namespace sim::workload {

/// The stream of a tensor's name: FNV-1a.
inline std::uint64_t stream_of(const std::string& tensor) {
  std::uint64_t hash = 14695981039346656037u;
  for (const char c : tensor) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211u;
  return hash;
}

}  // namespace sim::workload
