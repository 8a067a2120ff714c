# frozen_string_literal: true

require 'json'
require 'socket'

# An HTTP/1.1 server on a port of the system's choice; the block answers each request, in a thread for each connection.
class HttpServer
  Request = Struct.new(:verb, :path, :headers, :body)

  attr_reader :port

  # The block returns status, body and headers.
  def initialize(context = nil, &answer)
    @server = TCPServer.new('127.0.0.1', 0)
    @port = @server.addr[1]
    @context = context
    @answer = answer
    @thread = Thread.new { accept }
  end

  def stop
    @thread.kill
    @server.close
  end

  private

  def accept
    loop do
      socket = @server.accept
      Thread.new { serve(socket) }
    end
  end

  def serve(socket)
    socket = encrypted(socket) if @context
    while (request = read(socket))
      status, body, headers = @answer.call(request)
      return if status.nil?

      lines = { 'Content-Length' => body.to_s.bytesize }.merge(headers || {})
      socket.write("HTTP/1.1 #{status} Status\r\n#{lines.map do |name, value|
                                                     "#{name}: #{value}\r\n"
                                                   end.join}\r\n#{body}")
      break if request.headers['connection'].to_s.casecmp?('close')
    end
  rescue SystemCallError, IOError, OpenSSL::SSL::SSLError
    nil
  ensure
    socket.close
  end

  def encrypted(socket)
    OpenSSL::SSL::SSLSocket.new(socket, @context).tap do |wrapped|
      wrapped.sync_close = true
      wrapped.accept
    end
  end

  def read(socket)
    line = socket.gets or return
    method, path = line.split
    headers = {}
    while (line = socket.gets) && line != "\r\n"
      name, value = line.chomp.split(': ', 2)
      headers[name.downcase] = value.to_s
    end
    Request.new(method, path, headers, socket.read(headers['content-length'].to_i))
  end
end
