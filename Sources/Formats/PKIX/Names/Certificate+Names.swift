extension Certificate {
    /// The subject's names beside ``subject``, in their order: those of the subject alternative name.
    ///
    /// ```swift
    /// print(certificate.names)  // [DNS:db.example.com, IP Address:192.0.2.7]
    /// ```
    public var names: [GeneralName] { extensions.subjectAlternativeName?.names ?? [] }

    /// The hosts' names among ``names``, as they stand in the certificate: ASCII, but of any characters. The
    /// description of a ``GeneralName`` is fit for a terminal.
    public var dnsNames: [String] { extensions.subjectAlternativeName?.dnsNames ?? [] }

    /// The addresses of the network among ``names``.
    public var ipAddresses: [IPAddress] { extensions.subjectAlternativeName?.ipAddresses ?? [] }
}

extension CertificateRequest {
    /// The names beside ``subject`` that are asked for, in their order.
    public var names: [GeneralName] { extensions.subjectAlternativeName?.names ?? [] }

    /// The hosts' names among ``names``, as they stand in the request: ASCII, but of any characters. The description
    /// of a ``GeneralName`` is fit for a terminal.
    public var dnsNames: [String] { extensions.subjectAlternativeName?.dnsNames ?? [] }

    /// The addresses of the network among ``names``.
    public var ipAddresses: [IPAddress] { extensions.subjectAlternativeName?.ipAddresses ?? [] }
}
