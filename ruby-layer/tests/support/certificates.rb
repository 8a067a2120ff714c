# frozen_string_literal: true

require 'openssl'
require 'tmpdir'

# Certificates that sign themselves.
module Certificates
  # Yields a server's context for a host, and the file of its certificate.
  def self.with(host)
    Dir.mktmpdir do |folder|
      key = OpenSSL::PKey::RSA.new(2048)
      certificate = OpenSSL::X509::Certificate.new
      certificate.version = 2
      certificate.serial = 1
      certificate.subject = certificate.issuer = OpenSSL::X509::Name.parse("/CN=#{host}")
      certificate.public_key = key.public_key
      certificate.not_before = Time.now - 3600
      certificate.not_after = Time.now + 3600
      factory = OpenSSL::X509::ExtensionFactory.new(certificate, certificate)
      certificate.add_extension(factory.create_extension('basicConstraints', 'CA:TRUE', true))
      certificate.add_extension(factory.create_extension('subjectAltName', "DNS:#{host}"))
      certificate.sign(key, 'SHA256')
      File.write("#{folder}/ca.pem", certificate.to_pem)
      context = OpenSSL::SSL::SSLContext.new
      context.cert = certificate
      context.key = key
      yield context, "#{folder}/ca.pem"
    end
  end
end
