# SPDX-License-Identifier: Apache-2.0
# Finds SystemC, also where it ships no CMake package (Debian has systemc.pc only), and defines
# SystemC::systemc. The library carries the C++ standard that it was built with in a link-checked
# symbol; SC_CPLUSPLUS makes newer code ask for that one. The headers use it only in comparisons
# with 2017 or older, so the code is the same.
find_path(SystemC_INCLUDE_DIR systemc)
find_library(SystemC_LIBRARY systemc)

if(SystemC_INCLUDE_DIR AND SystemC_LIBRARY AND NOT DEFINED SystemC_STANDARD)
  foreach(standard 202002L 201703L 201402L 201103L)
    file(WRITE ${CMAKE_BINARY_DIR}/systemc_probe.cpp
         "#include <systemc>\nint sc_main(int, char**) { return 0; }\n"
         "int main() { sc_core::sc_time t; return t.value() != 0; }\n")
    try_compile(SystemC_LINKS ${CMAKE_BINARY_DIR}/systemc_probe
      ${CMAKE_BINARY_DIR}/systemc_probe.cpp
      CMAKE_FLAGS "-DINCLUDE_DIRECTORIES=${SystemC_INCLUDE_DIR}"
      COMPILE_DEFINITIONS "-DSC_CPLUSPLUS=${standard}"
      LINK_LIBRARIES ${SystemC_LIBRARY}
      CXX_STANDARD 20)
    if(SystemC_LINKS)
      set(SystemC_STANDARD ${standard} CACHE INTERNAL "C++ standard that SystemC was built with")
      break()
    endif()
  endforeach()
endif()

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(SystemC
  REQUIRED_VARS SystemC_LIBRARY SystemC_INCLUDE_DIR SystemC_STANDARD)

if(SystemC_FOUND AND NOT TARGET SystemC::systemc)
  add_library(SystemC::systemc UNKNOWN IMPORTED)
  set_target_properties(SystemC::systemc PROPERTIES
    IMPORTED_LOCATION ${SystemC_LIBRARY}
    INTERFACE_INCLUDE_DIRECTORIES ${SystemC_INCLUDE_DIR}
    INTERFACE_COMPILE_DEFINITIONS SC_CPLUSPLUS=${SystemC_STANDARD})
endif()
