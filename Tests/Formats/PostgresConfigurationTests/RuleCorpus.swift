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
