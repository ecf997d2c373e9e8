// SPDX-License-Identifier: Apache-2.0
// Nothing but the headers that CMake puts in front of it, for all tests.
