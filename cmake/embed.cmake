# SPDX-License-Identifier: Apache-2.0
# Text files as functions of a .cpp that give their text:
#   cmake -D OUT=FILE.cpp -D HEADER=HEADER -D NAMESPACE=NAMESPACE -D "FILES=name=FILE;..."
#         -P embed.cmake
# A literal has at most 60,000 bytes, which every compiler takes; where a file is longer than that,
# it is ASCII, so that none begins within a character.
set(text "// Made by cmake/embed.cmake.\n#include \"${HEADER}\"\n\nnamespace ${NAMESPACE} {\n")
foreach(pair IN LISTS FILES)
  string(REGEX MATCH "^([a-z_]+)=(.*)$" matched "${pair}")
  set(name ${CMAKE_MATCH_1})
  file(READ "${CMAKE_MATCH_2}" content)
  string(LENGTH "${content}" length)
  string(APPEND text "\nstd::string ${name}() {\n  std::string text;\n")
  foreach(at RANGE 0 ${length} 60000)
    string(SUBSTRING "${content}" ${at} 60000 part)
    string(APPEND text "  text += R\"embedded(${part})embedded\";\n")
  endforeach()
  string(APPEND text "  return text;\n}\n")
endforeach()
file(WRITE "${OUT}" "${text}\n}  // namespace ${NAMESPACE}\n")
