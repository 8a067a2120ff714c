# frozen_string_literal: true

require 'digest'
require 'fileutils'
require 'json'
require 'zlib'

# Makes the layer's zip and its SBOM. The same sources make the same zip: entries are sorted, and have no time.
module LayerBuild
  HERE = File.expand_path('..', __dir__).freeze
  TARGET = "#{HERE}/target".freeze
  LAYER = "#{TARGET}/layer".freeze
  NAME = 'opentelemetry-ruby-layer'

  class << self
    def run
      lay_out
      files = Dir.glob('**/*', base: LAYER).select { |file| File.file?("#{LAYER}/#{file}") }.sort
      zip = Zip.of(files.to_h { |file| [file, File.binread("#{LAYER}/#{file}")] })
      File.binwrite("#{TARGET}/#{NAME}.zip", zip)
      File.write("#{TARGET}/#{NAME}.cdx.json", "#{JSON.pretty_generate(sbom(files, Digest::SHA256.hexdigest(zip)))}\n")
    end

    private

    def lay_out
      home = "#{LAYER}/otel-ruby"
      FileUtils.rm_rf(LAYER)
      FileUtils.mkdir_p("#{home}/src")
      FileUtils.cp_r("#{HERE}/src/otel_lambda", "#{home}/src")
      FileUtils.cp(["#{HERE}/src/layer/start.rb", "#{HERE}/../LICENSE"], home)
      FileUtils.cp("#{HERE}/src/layer/otel-handler", LAYER)
    end

    # Returns what is in the zip, in CycloneDX: the project's own files, as it has no dependency.
    def sbom(files, digest)
      version = File.read("#{HERE}/src/otel_lambda/version.rb")[/VERSION = '(.+)'/, 1]
      component = { type: 'library', 'bom-ref': NAME, name: NAME, version:,
                    licenses: [{ license: { id: 'Apache-2.0' } }], hashes: [hash_of(digest)] }
      { bomFormat: 'CycloneDX', specVersion: '1.6', serialNumber: "urn:uuid:#{uuid(digest)}", version: 1,
        metadata: { component: },
        components: files.map do |file|
          own = Digest::SHA256.file("#{LAYER}/#{file}").hexdigest
          { type: 'file', 'bom-ref': file, name: file, hashes: [hash_of(own)] }
        end,
        dependencies: [{ ref: NAME, dependsOn: [] }] }
    end

    def hash_of(digest)
      { alg: 'SHA-256', content: digest }
    end

    # Returns a UUID of version 8 (RFC 9562) that the digest makes.
    def uuid(digest)
      [digest[0, 8], digest[8, 4], "8#{digest[13, 3]}", "8#{digest[17, 3]}", digest[20, 12]].join('-')
    end
  end

  # Writes zips (PKWARE's APPNOTE.TXT, 4.3), which Ruby's standard library does not.
  module Zip
    EPOCH = [0, 0x21].freeze # 1 January 1980, in MS-DOS's way
    DEFLATED = 8

    class << self
      # Returns a zip of files, contents by name; those at the top are executable.
      def of(files)
        body = ''.b
        directory = files.map do |name, content|
          offset = body.bytesize
          fields = fields(name, content)
          data = deflate(content)
          body << ['PK', 3, 4, 20].pack('a2CCv') << fields << name << data
          mode = name.include?('/') ? 0o100644 : 0o100755
          ['PK', 1, 2, 20, 3, 20].pack('a2CCCCv') + fields + [0, 0, 0, mode << 16, offset].pack('vvvVV') + name
        end.join
        body + directory + ['PK', 5, 6, 0, 0, files.size, files.size, directory.bytesize, body.bytesize, 0]
                           .pack('a2CCvvvvVVv')
      end

      private

      # Returns what an entry's head has in common with its place in the directory.
      def fields(name, content)
        [0, DEFLATED, *EPOCH, Zlib.crc32(content), deflate(content).bytesize, content.bytesize, name.bytesize, 0]
          .pack('vvvvVVVvv')
      end

      def deflate(content)
        Zlib::Deflate.new(Zlib::BEST_COMPRESSION, -Zlib::MAX_WBITS).deflate(content, Zlib::FINISH)
      end
    end
  end
end

LayerBuild.run
