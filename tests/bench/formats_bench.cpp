// SPDX-License-Identifier: Apache-2.0
// How long a pruned matrix takes in each storage format, beside reading it from its file. The size
// is that of the first fully connected layer of a pruned AlexNet, 75 MB of 16-bit numbers; the
// file is in the host's page cache, which is the hardest limit.
#include <benchmark/benchmark.h>

#include <filesystem>
#include <fstream>

#include "sim/explore/formats.h"
#include "sim/workload/layer_data.h"
#include "sim/workload/network_reader.h"
#include "tests/base/temporary_folder.h"
#include "tests/tensor/numpy_files.h"

namespace sim::explore {
namespace {

constexpr const char* workload = R"({"title": "t", "source": "s", "layers": [
{"name": "fc6", "kind": "fully_connected", "inputs": 9216, "outputs": 4096,
 "weights": {%}, "activations": {"synthesise": {"density": 1}}}]})";

// The layer with its weights given as `source`.
workload::Network network(const TemporaryFolder& folder, const std::string& source) {
  std::string text = workload;
  text.replace(text.find('%'), 1, source);
  return workload::read_network(folder.write("w.json", text));
}

// The same weights from a file.
class OnDisk {
 public:
  OnDisk()
      : weights(
            workload::load_weights(network(folder_, R"("synthesise": {"density": 0.09, "seed": 1},
"quantise": {"codebook_bits": 4})")
                                       .layers[0])) {
    const auto dense = weights.matrix.decode();
    std::vector<std::int16_t> values(dense.values().begin(), dense.values().end());
    folder_.write("w.npy", tensor::npy_file(tensor::npy_dictionary("<i2", "(4096, 9216)"),
                                            tensor::bytes_of(values)));
    from_file = network(folder_, R"("file": "w.npy")");
  }

 private:
  TemporaryFolder folder_;

 public:
  workload::WeightMatrix weights;
  workload::Network from_file;
};

const OnDisk& on_disk() {
  static const OnDisk files;
  return files;
}

void read(benchmark::State& state) {
  const auto& layer = on_disk().from_file.layers[0];
  for (auto _ : state) benchmark::DoNotOptimize(workload::load_weights(layer).matrix.value.data());
}

void encode(benchmark::State& state, const FormatEntry& format) {
  const StoredMatrix matrix{on_disk().weights.matrix, 1, 1, 16, 4};
  for (auto _ : state) benchmark::DoNotOptimize(format.store(matrix, {}).bits.values);
}

}  // namespace
}  // namespace sim::explore

int main(int argc, char** argv) {
  using namespace sim::explore;
  benchmark::RegisterBenchmark("read", read)->Unit(benchmark::kMillisecond);
  for (const auto& format : formats()) {
    benchmark::RegisterBenchmark(format.name.c_str(), encode, format)
        ->Unit(benchmark::kMillisecond);
  }
  benchmark::Initialize(&argc, argv);
  benchmark::RunSpecifiedBenchmarks();
}
