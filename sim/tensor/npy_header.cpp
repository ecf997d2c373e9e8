// SPDX-License-Identifier: Apache-2.0
#include "sim/tensor/npy_header.h"

#include <fmt/format.h>

#include <cctype>
#include <utility>

namespace sim::tensor {
namespace {

using namespace std::string_view_literals;

constexpr auto magic = "\x93NUMPY"sv;
constexpr std::size_t version_at = 6, length_at = 8;

/// Reads the header's Python dictionary, such as
/// {'descr': '<i2', 'fortran_order': False, 'shape': (3, 4), }
class Dictionary {
 public:
  Dictionary(const FileBytes& file, std::string text) : file_(file), text_(std::move(text)) {}
  void read(NpyHeader& header);

 private:
  [[noreturn]] void refuse(const std::string& expected) const;
  void skip_space();
  bool accept(char c);
  bool accept(std::string_view word);
  void expect(char c);
  std::string quoted();
  std::uint64_t number();
  Shape shape();

  const FileBytes& file_;
  std::string text_;
  std::size_t at_ = 0;
};

void Dictionary::refuse(const std::string& expected) const {
  file_.refuse(fmt::format("the .npy header is malformed: {} is expected at its character {}",
                           expected, at_ + 1));
}

void Dictionary::skip_space() {
  while (at_ < text_.size() && std::isspace(static_cast<unsigned char>(text_[at_]))) ++at_;
}

bool Dictionary::accept(char c) { return accept(std::string_view(&c, 1)); }

bool Dictionary::accept(std::string_view word) {
  skip_space();
  if (text_.compare(at_, word.size(), word) != 0) return false;
  at_ += word.size();
  return true;
}

void Dictionary::expect(char c) {
  if (!accept(c)) refuse(fmt::format("'{}'", c));
}

std::string Dictionary::quoted() {
  const char quote = accept('"') ? '"' : '\'';
  if (quote == '\'') expect('\'');
  const auto end = text_.find(quote, at_);
  if (end == std::string::npos) refuse("the end of a string");
  const auto begin = at_;
  at_ = end + 1;
  return text_.substr(begin, end - begin);
}

std::uint64_t Dictionary::number() {
  skip_space();
  const auto is_digit = [&] {
    return at_ < text_.size() && text_[at_] >= '0' && text_[at_] <= '9';
  };
  if (!is_digit()) refuse("a number");
  std::uint64_t value = 0;
  for (; is_digit(); ++at_) {
    value = 10 * value + static_cast<std::uint64_t>(text_[at_] - '0');
    if (value > most_elements) {
      file_.refuse(
          fmt::format("a dimension of the array is {} or more, but at most {} elements "
                      "can be read",
                      value, most_elements));
    }
  }
  return value;
}

Shape Dictionary::shape() {
  Shape result;
  expect('(');
  while (!accept(')')) {
    result.push_back(number());
    if (result.size() > most_dimensions) {
      file_.refuse(fmt::format("the array has more than {} dimensions", most_dimensions));
    }
    if (!accept(',')) {
      expect(')');
      break;
    }
  }
  return result;
}

void Dictionary::read(NpyHeader& header) {
  bool has_descr = false, has_order = false, has_shape = false;
  expect('{');
  while (!accept('}')) {
    const auto key = quoted();
    expect(':');
    if (key == "descr" && !std::exchange(has_descr, true)) {
      if (accept('[')) {
        file_.refuse("holds records of several fields, but only arrays of numbers can be read");
      }
      header.descr = quoted();
    } else if (key == "fortran_order" && !std::exchange(has_order, true)) {
      header.fortran_order = accept("True"sv);
      if (!header.fortran_order && !accept("False"sv)) refuse("True or False");
    } else if (key == "shape" && !std::exchange(has_shape, true)) {
      header.shape = shape();
    } else {
      refuse("another key");
    }
    if (!accept(',')) {
      expect('}');
      break;
    }
  }
  skip_space();
  if (at_ < text_.size()) refuse("nothing more");
  if (!has_descr || !has_order || !has_shape) {
    file_.refuse("the .npy header must have descr, fortran_order and shape, and lacks one of them");
  }
}

/// The length of the dictionary and where it begins.
std::pair<std::size_t, std::size_t> locate_dictionary(const FileBytes& file) {
  const auto version = file.size() > version_at ? file.bytes[version_at] : 1;
  if (version < 1 || version > 3) {
    file.refuse(fmt::format("is of .npy version {}, but only 1, 2 and 3 can be read", version));
  }
  const int width = version == 1 ? 2 : 4;
  const auto begin = length_at + width;
  const auto length = file.size() < begin ? 0 : file.number(length_at, width);
  if (file.size() < begin + length) {
    file.refuse(fmt::format("is truncated: the .npy header needs {} bytes, but there are {}",
                            begin + length, file.size()));
  }
  return {length, begin};
}

}  // namespace

bool is_npy(const FileBytes& file) { return file.has(0, magic); }

NpyHeader read_npy_header(const FileBytes& file) {
  const auto [length, begin] = locate_dictionary(file);
  NpyHeader header;
  Dictionary(file, file.text(begin, length)).read(header);
  header.data = begin + length;
  header.elements = 1;
  for (const auto dimension : header.shape) {
    // Both factors are at most 2^31 here, so the product cannot wrap.
    header.elements *= dimension;
    if (header.elements > most_elements) {
      file.refuse(fmt::format("the array has {} elements or more, but at most {} can be read",
                              header.elements, most_elements));
    }
  }
  return header;
}

}  // namespace sim::tensor
