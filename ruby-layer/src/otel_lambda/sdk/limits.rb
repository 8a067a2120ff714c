# frozen_string_literal: true

module OtelLambda
  module Sdk
    # How many attributes, events and links a span may have, and how long their values may be.
    Limits = Struct.new(:attributes, :attribute_length, :events, :links, :event_attributes, :link_attributes)
  end
end
