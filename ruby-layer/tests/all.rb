# frozen_string_literal: true

# Runs all tests, or those of the files named: `ruby tests/all.rb [FILE...] [-- OPTION OF MINITEST...]`.
require 'minitest/autorun'
require_relative 'support/lambda'

files = ARGV.take_while { |argument| argument != '--' }
ARGV.shift(files.size + 1)
files = Dir["#{__dir__}/**/*_test.rb"] if files.empty?
files.sort.each { |file| require File.expand_path(file) }
