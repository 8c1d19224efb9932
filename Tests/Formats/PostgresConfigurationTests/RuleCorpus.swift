@testable import PostgresConfiguration

/// Lines of HBA files that servers judge: each method on each type of line with each option, right and wrong.
enum RuleCorpus {
    private static let methods = [
        "trust", "reject", "md5", "scram-sha-256", "password", "gss", "sspi", "ident", "peer", "ldap",
        "radius",
        "cert", "pam", "bsd", "oauth", "MD5", "sha256",
    ]

    private static let types = ["local", "host", "hostssl", "hostnossl", "hostgssenc", "hostnogssenc"]

    /// Each as it stands behind a method.
    private static let options = [
        "", "map=m", "clientcert=1", "clientcert=0", "clientcert=verify-ca", "clientcert=verify-full",
        "clientcert=no-verify", "clientcert=", "clientname=CN", "clientname=DN", "clientname=dn",
        "clientcert=verify-full clientname=DN map=m", "pamservice=p", "pam_use_hostname=x", "krb_realm=R",
        "include_realm=0", "compat_realm=1", "upn_username=1", "nothing=1", "=1", "map", "map=a,b",
        "\"map=a b\"",
        "ldaptls=1", "ldapscheme=ldapx ldapprefix=p", "ldapport=0 ldapprefix=p", "ldapport=389x ldapprefix=p",
        "ldapport=x ldapprefix=p", "ldapport=4294967296 ldapprefix=p", "\"ldapport= -7\" ldapprefix=p",
        "ldapprefix=", "ldapsuffix=s", "ldapserver=h ldapprefix=p ldapsuffix=s", "ldapbasedn=b",
        "ldapserver=h",
        "ldapbasedn=b ldapprefix=p", "ldapbinddn=d ldapsuffix=s", "ldapbindpasswd=w ldapprefix=p",
        "ldapbasedn=b ldapsearchattribute=a", "ldapbasedn=b ldapsearchfilter=f",
        "ldapbasedn=b ldapsearchfilter=f ldapsearchattribute=a", "ldapsearchattribute=a",
        "ldapurl=ldap://h", "ldapurl=ldap://h/", "ldapurl=ldap://h/dc=x",
        "ldapurl=ldap://h/dc=x ldapprefix=p",
        "ldapurl=ldap://h ldapprefix=p", "ldapurl=ldaps://h:636/dc=x?uid?sub", "ldapurl=LDAP://h/dc=x",
        "ldapurl=ldapi://h/dc=x", "ldapurl=cldap://h/dc=x", "ldapurl=ldap:///dc=x??one?(uid=$username)",
        "ldapurl=ldap://h/dc=x?uid?sub?(a=b)", "ldapurl=ldap://h/dc=x?uid ldapsearchfilter=f",
        "ldapurl=ldap://h/dc=x? ldapsearchfilter=f", "ldapurl=http://h/dc=x", "ldapurl=h",
        "radiusservers=10.0.0.1", "radiusservers=10.0.0.1 radiussecrets=s", "radiussecrets=s",
        "radiusservers=\"10.0.0.1,::1\" radiussecrets=s",
        "radiusservers=\"10.0.0.1, ::1\" radiussecrets=\"s , t\"",
        "radiusservers=\"10.0.0.1,::1\" radiussecrets=\"s,t,u\"",
        "radiusservers=10.0.0.1,::1 radiussecrets=s",
        "radiusservers= radiussecrets=s", "radiusservers=10.0.0.1 radiussecrets=",
        "radiusservers=10.0.0.1 radiussecrets=\"\"\"s, \"\"\"\"t\"\"\"",
        "radiusservers=10.0.0.1 radiussecrets=\"\"\"s\"",
        "radiusservers=10.0.0.1 radiussecrets=\"s,\"", "radiusservers=10.0.0.1 radiussecrets=\"s t\"",
        "radiusservers=10.0.0.1 radiussecrets=s radiusports=0",
        "radiusservers=10.0.0.1 radiussecrets=s radiusports=1x",
        "radiusservers=10.0.0.1 radiussecrets=s radiusports=\"1,2\"",
        "radiusservers=\"10.0.0.1,::1\" radiussecrets=s radiusports=\"1,2\" radiusidentifiers=i",
        "radiusservers=\"10.0.0.1,::1\" radiussecrets=s radiusidentifiers=\"i,j,k\"",
        "radiusservers=10.0.0.1 radiusservers=\"10.0.0.1,::1\" radiussecrets=\"s,t\"",
        "issuer=i", "issuer=i scope=s", "scope=s", "issuer=i scope=s map=m", "issuer=i scope=s validator=v",
        "issuer=i scope=s map=m delegate_ident_mapping=1", "issuer=i scope=s map=m delegate_ident_mapping=0",
    ]

    /// Users, as expressions and not.
    static let users = [
        "/", "/a", "/^a$", "/a\\d+", "\"/^(a|b)c*?$\"", "/a**", "/*a", "\"/a(\"", "/a)", "\"/[a-z]+\"",
        "\"/[z-a]\"", "\"/[a\"", "\"/[]a]\"", "\"/[^a-z0-9_]\"", "/a\\", "/a\\.b", "\"/a{2,3}\"",
        "\"/a{3,2}\"",
        "/(?i)x", "\"/(?:a)\"", "/***=a(", "\"/^é+ü$\"", "\"/a|\"", "\"/|a\"", "/()", "/(|)", "/^^a$$",
        "\"/[a-]\"",
        "/\\yx", "/a\\1", "\"/(a)\\1\"", "/a?+", "a,/b", "\"/[[:alpha:]]\"", "\"/[[:nope:]]\"", "+/a",
        "@none",
        "@empty", "@one", "\"@none\"", "@", "all,@one", "/^+", "/(+a)", "/.*", "/_\\_", "/^*a",
    ]

    /// Regular expressions, and what is sure of them (documentation of PostgreSQL, "Regular Expression Details");
    /// those that are sure are also asked of a server.
    static let expressions: [(text: String, form: RegularExpressionForm)] =
        [
            "", "a", "\\d", "\\s", "\\w", "\\D", "\\S", "\\W", "\\.", "\\\\", "\\_", "\\ ", "[a]", "[^a]",
            "[abc]", "[a-z]",
            "[A-Z]", "[0-9]", "[a-a]", "[5-5]", "[a-]", "[ .@+]", "[a.b]", "[é]", "[a-c0-9_]x", "a*", "a+",
            "a?", "a*?",
            "a+?", "a??", "a*b*", "(a)*", "[a]*", "\\d*", "\\.+", "é*", "a|b", "^a$", "(a|b)", "((a))", "()",
            "(|)", "a b",
        ]
        .map { ($0, .valid) }
        + ["a\\", "(a", "((a)", "(a|", "[a", "[", "[^", "[-"].map { ($0, .invalid) }
        + [
            ")", "a)", "*a", "+a", "?a", "(*a)", "a|*", "^*", "$*", "a**", "a*+", "a*??", "(?i)a", "(?:a)",
            "a{2}", "a}",
            "a]", "\\1", "\\9", "\\0", "\\y", "\\A", "\\Z", "\\a", "\\z", "\\é", "[]", "[^]", "[]a]", "[^]a]",
            "[[:alpha:]]", "[[a", "[\\a", "[a\\]", "[z-a]", "[9-0]", "[A-9]", "[0-z]", "[a-é]", "[é-ü]",
            "[-a]", "[a!b]",
            "[a-b-c]", "[+-9]", "[a-+]",
        ]
        .map { ($0, .unclear) }

    /// Values of `radiussecrets` within its quotes, and how many elements they have; `nil` where they are no list.
    static let radiusLists: [(text: String, count: Int?)] = [
        ("", 0), (" \t", 0), ("a", 1), (" a ", 1), ("a,b", 2), (" a , b ", 2), ("\ta\t,\tb\t", 2),
        ("\u{C}a\u{C},\u{C}b\u{C}", 2), ("\ra\r,b", 2), ("a,b,c", 3), ("\"\"a,x\"\",b", 2),
        ("\"\"a x\"\" , b", 2),
        ("\"\"a\"\"\"\",\"\",b", 2), ("\"\"\"\",b", 2), ("a,\"\"b\"\"", 2), ("a\u{B}x,b", 2),
        ("a\u{8}x,b", 2),
        ("a\u{E}x,b", 2), ("a!,b\u{1F}x", 2), ("a b", nil), ("a\tb", nil), ("a\u{C}b", nil), ("a\rb", nil),
        ("a,", nil),
        ("a, ", nil), (",a", nil), ("a,,b", nil), ("\"\"a", nil), ("\"\"a\"\"b", nil),
        ("a,\"\"b\"\"\"\"", nil),
    ]

    /// A line with these servers and a secret, or secrets, for each.
    static func radius(_ servers: [String], secrets: String) -> String {
        "host all all all radius radiusservers=\"\(servers.joined(separator: ","))\" radiussecrets=\"\(secrets)\""
    }

    /// A record a line; names tell the lines apart in what a failure shows.
    static var records: String {
        var text = ""
        for (number, method) in methods.enumerated() {
            for type in types {
                for option in options {
                    text += "\(type) all u\(number) \(type == "local" ? "" : "all ")\(method) \(option)\n"
                }
            }
        }
        return text
    }
}
