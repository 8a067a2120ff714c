# frozen_string_literal: true

require 'socket'

# A proxy that takes any CONNECT to one port of this machine.
class Tunnel
  # Yields the tunnel's own port; the target's is told by `to`.
  def self.open
    tunnel = new
    yield tunnel
  ensure
    tunnel&.stop
  end

  attr_writer :to

  def initialize
    @server = TCPServer.new('127.0.0.1', 0)
    @thread = Thread.new { loop { serve(@server.accept) } }
  end

  def address
    "http://127.0.0.1:#{@server.addr[1]}"
  end

  def stop
    @thread.kill
    @server.close
  end

  private

  def serve(client)
    Thread.new do
      nil until client.gets == "\r\n"
      client.write("HTTP/1.1 200 Established\r\n\r\n")
      backend = TCPSocket.new('127.0.0.1', @to)
      back = Thread.new { copy(backend, client) }
      copy(client, backend)
      back.join
    end
  end

  def copy(from, to)
    IO.copy_stream(from, to)
    to.close_write
  rescue SystemCallError, IOError
    nil
  end
end
