# frozen_string_literal: true

module OtelLambda
  VERSION = '0.1.0'
end
