# frozen_string_literal: true

require 'timeout'
require_relative '../src/otel_lambda/start'
require_relative '../src/otel_lambda/instrumentation/database'

# Literals are left out of statements, whatever these look like.
class DatabaseTest < Minitest::Test
  CASES = {
    "select 'a', 'it''s', 'x\\'y' from t where n = 12 and m=-1.5e3" => 'select ?, ?, ? from t where n = ? and m=?',
    "select $1, :2, t1.c2, %s from a$b$c where x = $$it's$$ or y = $q$ $$ $q$" =>
      'select $1, :2, t1.c2, %s from a$b$c where x = ? or y = ?',
    "select 'never ends" => 'select ?',
    "select 'ends in a backslash\\" => 'select ?',
    'select $q$ never ends $$' => 'select ?',
    "select 'größe', 1" => 'select ?, ?'
  }.freeze
  # Each quote of these was a start from which all that follows was looked at.
  HOSTILE = {
    "select '#{"\\'" * 200_000}" => 'select ?',
    "select '#{"''" * 200_000}" => 'select ?',
    "select #{Array.new(50_000) { |n| "$t#{n}$ " }.join}" => 'select ?',
    "select #{"'a' " * 200_000}" => "select #{'? ' * 8190}?"
  }.freeze
  TIME_LIMIT = 20

  [true, false].each do |double_quoted|
    CASES.merge(HOSTILE).each_with_index do |(text, expected), index|
      define_method("test_withoutLiterals_case#{index}_doubleQuoted_#{double_quoted}") do
        database = OtelLambda::Instrumentation::Database.new(nil, 'system', double_quoted:)
        assert_equal expected, Timeout.timeout(TIME_LIMIT) { database.without_literals(text) }
      end
    end
  end

  def test_withoutLiterals_doubleQuotesAreNamesButInMysql
    text = 'select "a b" from "t'
    shown = [false, true].map do |double_quoted|
      OtelLambda::Instrumentation::Database.new(nil, 'system', double_quoted:).without_literals(text)
    end
    assert_equal [text, 'select ? from ?'], shown
  end
end
