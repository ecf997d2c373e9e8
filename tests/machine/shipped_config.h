// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "sim/config/document.h"
#include "sim/config/reader.h"
#include "sim/machine/setup.h"

namespace sim::machine::test {

/// The machine's parameters as configs/`name`.json has them, such as "pcnn/dac2020".
template <class Config>
Config shipped_config(const std::string& name) {
  Config config;
  Problems problems;
  const auto document =
      config::Document::read(std::string(NZSIM_SOURCE_DIR "/configs/") + name + ".json");
  config::read(document.root(), config.fields(), problems, keys_beside_parameters());
  problems.raise_if_any();
  return config;
}

}  // namespace sim::machine::test
