# frozen_string_literal: true

require 'etc'
require 'tmpdir'

# Real servers that functions call, from Debian's packages; a test whose server or gem is missing is skipped.
module Servers
  BOUND = 60

  class << self
    # Skips the test where the gem is missing.
    def needs_gem(name)
      return if Gem::Specification.any? { |gem| gem.name == name }

      throw_skip("no gem #{name}: install Debian's package ruby-#{name}")
    end

    # Runs PostgreSQL with a user `clerk`, and yields its port.
    def postgresql(&block)
      programs = %w[initdb postgres].map { |name| program(name, *Dir['/usr/lib/postgresql/*/bin']) }
      in_folder do |folder, user|
        data = "#{folder}/data"
        run(programs[0], '--pgdata', data, '--username', 'clerk', '--auth', 'trust', '--no-sync', user:)
        serve(user, ->(port) { [programs[1], '-D', data, '-p', port.to_s, '-k', folder, '-F'] },
              ready: ->(output) { output.include?('ready to accept connections') }, &block)
      end
    end

    # Runs MariaDB without users, and yields its port.
    def mariadb(&block)
      program = program('mariadbd', '/usr/sbin')
      in_folder do |folder, user|
        command = lambda do |port|
          [program, '--no-defaults', '--skip-grant-tables', '--skip-networking=0', '--innodb-buffer-pool-size=8M',
           "--datadir=#{folder}", "--socket=#{folder}/socket", "--pid-file=#{folder}/pid", '--bind-address=127.0.0.1',
           "--port=#{port}"]
        end
        serve(user, command, ready: ->(output) { output.include?('ready for connections') }, &block)
      end
    end

    # Runs Redis, and yields its port.
    def redis(&block)
      program = program('redis-server')
      in_folder do |folder, user|
        serve(user, ->(port) { [program, '--port', port.to_s, '--bind', '127.0.0.1', '--save', '', '--dir', folder] },
              ready: ->(output) { output.include?('Ready to accept connections') }, &block)
      end
    end

    private

    def throw_skip(message)
      warn message
      raise Minitest::Skip, message
    end

    def program(name, *folders)
      [*folders, *ENV.fetch('PATH').split(':')].map do |folder|
        "#{folder}/#{name}"
      end.find { |file| File.executable?(file) } ||
        throw_skip("no #{name}: install Debian's package that has it")
    end

    # Yields a new folder, and the user that may write it: databases do not run as root.
    def in_folder
      Dir.mktmpdir do |folder|
        user = Process.uid.zero? ? Etc.getpwnam('nobody') : nil
        File.chown(user.uid, user.gid, folder) if user
        yield folder, user
      end
    end

    def run(*command, user:)
      pid = spawn_as(user, command, File::NULL)
      raise "#{command.first} has failed" unless Process.wait2(pid).last.success?
    end

    def serve(user, command, ready:)
      port = TCPServer.open('127.0.0.1', 0) { |server| server.addr[1] }
      output, input = IO.pipe
      pid = spawn_as(user, command.call(port), input)
      input.close
      log = +''
      finish = Process.clock_gettime(Process::CLOCK_MONOTONIC) + BOUND
      until ready.call(log)
        left = finish - Process.clock_gettime(Process::CLOCK_MONOTONIC)
        raise "the server is not ready: #{log}" unless left.positive? && output.wait_readable(left)

        log << output.readpartial(4096)
      end
      drain = Thread.new { nil while output.gets }
      yield port
    ensure
      Process.kill(:TERM, pid)
      Process.wait(pid)
      drain&.kill
    end

    def spawn_as(user, command, output)
      fork do
        if user
          Process::GID.change_privilege(user.gid)
          Process::UID.change_privilege(user.uid)
        end
        exec({ 'LC_ALL' => 'C' }, *command, chdir: '/', out: output, err: %i[child out])
      end
    end
  end
end
