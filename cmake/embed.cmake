# SPDX-License-Identifier: Apache-2.0
# Text files as string literals in a .cpp:
#   cmake -D OUT=FILE.cpp -D HEADER=HEADER -D NAMESPACE=NAMESPACE -D "FILES=name=FILE;..."
#         -P embed.cmake
# A literal has at most 60,000 characters, which every compiler takes; neighbours are one.
set(text "// Made by cmake/embed.cmake.\n#include \"${HEADER}\"\n\nnamespace ${NAMESPACE} {\n")
foreach(pair IN LISTS FILES)
  string(REGEX MATCH "^([a-z_]+)=(.*)$" matched "${pair}")
  set(name ${CMAKE_MATCH_1})
  file(READ "${CMAKE_MATCH_2}" content)
  string(LENGTH "${content}" length)
  string(APPEND text "\nconst char* const ${name} =")
  foreach(at RANGE 0 ${length} 60000)
    string(SUBSTRING "${content}" ${at} 60000 part)
    string(APPEND text "\n    R\"embedded(${part})embedded\"")
  endforeach()
  string(APPEND text ";\n")
endforeach()
file(WRITE "${OUT}" "${text}\n}  // namespace ${NAMESPACE}\n")
