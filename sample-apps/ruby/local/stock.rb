# frozen_string_literal: true

require 'socket'

# Answers as the service does that the function asks, for running the sample on one machine. Prints its URL in one line
# when it is ready, and ends with its standard input.
server = TCPServer.new('127.0.0.1', 0)
$stdout.sync = true
puts "http://127.0.0.1:#{server.addr[1]}/"
Thread.new do
  loop do
    Thread.new(server.accept) do |socket|
      found = socket.gets.to_s.include?('/stock/42 ')
      nil until socket.gets.to_s.strip.empty?
      body = found ? '7' : ''
      socket.write("HTTP/1.1 #{found ? '200 OK' : '404 Not Found'}\r\nContent-Length: #{body.size}\r\n" \
                   "Connection: close\r\n\r\n#{body}")
      socket.close
    end
  end
end
nil while $stdin.read(1)
