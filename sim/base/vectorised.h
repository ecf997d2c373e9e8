// SPDX-License-Identifier: Apache-2.0
// Put before a function with a loop that the host's vectors take: it is compiled for several
// processors, and the best version for the one at hand is chosen when the program starts.
#pragma once

#if defined(__x86_64__)
#define NZSIM_VECTORISED __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define NZSIM_VECTORISED
#endif
