// SPDX-License-Identifier: Apache-2.0
// Reads one axis of a sweep:
//
//   {"path": "/activation_queue/slots", "values": [2, 4, 8]}
//   {"path": ..., "of": "workload", "name": "density", "range": {"from": 0.1, "to": 1, "step":
//   0.1}}
//   {"path": ..., "log": {"from": 1, "to": 256, "factor": 2}}
//   {"path": ..., "log": {"from": 1, "to": 1000, "points": 10, "whole": true}}
//   {"path": "/layers/*/weights/...", "also": ["/layers/*/activations/..."], ...}
//   {"linked": [{"path": "/rows"}, {"path": "/columns"}], "values": [[1, 64], [8, 8]]}
//
// All paths of "also" take the value of "path". Values of a linked axis are lists with one for each
// path; one that is not a list is of all paths.
#pragma once

#include "sim/config/document.h"
#include "sim/explore/sweep/sweep.h"

namespace sim::explore::sweep {

/// What is wrong is reported.
Axis read_axis(const config::Node& node, Problems& problems);

}  // namespace sim::explore::sweep
