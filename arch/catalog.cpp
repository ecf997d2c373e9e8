// SPDX-License-Identifier: Apache-2.0
#include "arch/catalog.h"

#include <array>

#include "arch/cap_ram/cap_ram.h"
#include "arch/dcnn/dcnn.h"
#include "arch/eie/eie.h"
#include "arch/ese/ese.h"
#include "arch/memristor/memristor.h"
#include "arch/pcnn/pcnn.h"
#include "arch/scnn/scnn.h"
#include "arch/sot_mram/sot_mram.h"

namespace arch {

std::span<const sim::machine::CatalogEntry> catalog() {
  static const std::array entries = {
      sim::machine::CatalogEntry{
          "cap_ram", "charge-domain compute-in-SRAM macros with ADCs, and digital ones (JSSC 2021)",
          cap_ram::blueprint},
      sim::machine::CatalogEntry{
          "dcnn", "dense convolutions on a grid of dot-product PEs, SCNN's baseline (ISCA 2017)",
          dcnn::blueprint},
      sim::machine::CatalogEntry{
          "eie", "sparse fully connected layers from on-chip SRAM (ISCA 2016)", eie::blueprint},
      sim::machine::CatalogEntry{"ese", "compressed LSTMs on an FPGA (FPGA 2017)", ese::blueprint},
      sim::machine::CatalogEntry{
          "memristor", "whole networks in memristor crossbars: ISAAC, FORMS (ISCA 2016, 2021)",
          memristor::blueprint},
      sim::machine::CatalogEntry{
          "pcnn", "convolutions of kernels pruned to few patterns (DAC 2020)", pcnn::blueprint},
      sim::machine::CatalogEntry{"scnn",
                                 "convolutions of compressed weights and activations (ISCA 2017)",
                                 scnn::blueprint},
      sim::machine::CatalogEntry{"sot_mram",
                                 "layers of few bits inside SOT-MRAM, AND by AND (IMCE's lineage)",
                                 sot_mram::blueprint},
  };
  return entries;
}

}  // namespace arch
