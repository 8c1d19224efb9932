"""Makes server certificates with every fault that clients find, by Python's cryptography and openssl: certificates.py
FOLDER. Each case is a folder with chain.pem, roots.pem, key.pem, the hosts to look for, and the faults to be named."""
import base64, datetime, ipaddress, os, subprocess, sys, tempfile

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed25519, ed448, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from cryptography.x509.name import _ASN1Type
from cryptography.x509.oid import ExtendedKeyUsageOID as Purpose, NameOID, ObjectIdentifier

out = sys.argv[1]
now = datetime.datetime.utcnow().replace(microsecond=0)
USAGES = (
    "digital_signature content_commitment key_encipherment data_encipherment key_agreement key_cert_sign crl_sign"
    " encipher_only decipher_only"
).split()
SERVER = ("digital_signature", "key_encipherment")
AUTHORITY = ("key_cert_sign", "crl_sign")


def new_key(bits=2048):
    return rsa.generate_private_key(65537, bits)


root_key, mid_key, low_key, key, other_key = (new_key() for _ in range(5))
DNS, DirectoryName, Constraints = x509.DNSName, x509.DirectoryName, x509.NameConstraints


def subject(name):
    attributes = ((NameOID.ORGANIZATION_NAME, "Example"), (NameOID.COMMON_NAME, name))
    return x509.Name([x509.NameAttribute(kind, value) for kind, value in attributes])


def organization(name):
    return DirectoryName(x509.Name([x509.NameAttribute(NameOID.ORGANIZATION_NAME, name)]))


def names(*hosts):
    return x509.SubjectAlternativeName([host if not isinstance(host, str) else name(host) for host in hosts])


def name(host):
    try:
        return x509.IPAddress(ipaddress.ip_address(host))
    except ValueError:
        return DNS(host)


def network(text):
    return x509.IPAddress(ipaddress.ip_network(text))


def usage(*uses):
    return x509.KeyUsage(**{use: use in uses for use in USAGES})


def unknown(identifier, contents="0500", critical=True):
    return (x509.UnrecognizedExtension(ObjectIdentifier(identifier), bytes.fromhex(contents)), critical)


def own_identifier(key, critical=False):
    return (x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical)


def issuer_identifier(key, critical=False):
    return (x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key()), critical)


def make(name, key, extensions, issuer=None, by=None, days=(-1, 300), shown=None):
    """A certificate of a key, signed by another or by itself."""
    name = subject(name) if isinstance(name, str) else name
    builder = x509.CertificateBuilder(issuer.subject if issuer else name, name, shown or key.public_key())
    builder = builder.serial_number(x509.random_serial_number())
    builder = builder.not_valid_before(now + datetime.timedelta(days=days[0]))
    builder = builder.not_valid_after(now + datetime.timedelta(days=days[1]))
    for extension, critical in extensions:
        builder = builder.add_extension(extension, critical)
    signer = by or key
    without_digest = (ed25519.Ed25519PrivateKey, ed448.Ed448PrivateKey)
    return builder.sign(signer, None if isinstance(signer, without_digest) else hashes.SHA256())


def authority(name, key, issuer=None, by=None, ca=True, length=None, uses=AUTHORITY, more=(), critical=True,
              identified=True, days=(-1, 300), shown=None):
    extensions = list(more)
    if ca is not None:
        extensions.append((x509.BasicConstraints(ca, length), critical))
    if uses:
        extensions.append((usage(*uses), True))
    if identified:
        extensions.append(own_identifier(key))
    if by:
        extensions.append(issuer_identifier(by))
    return make(name, key, extensions, issuer, by, days, shown)


def server(issuer=None, by=None, key=key, name="db.example", san=(names("db.example", "192.0.2.7"), False),
           purposes=(Purpose.SERVER_AUTH,), uses=SERVER, more=(), ca=None, named=True, days=(-1, 200)):
    """A server's certificate, of the root's where no other is given."""
    issuer, by = issuer or root, by or root_key
    extensions = [own_identifier(key)] + list(more)
    if ca is not None:
        extensions.append((x509.BasicConstraints(ca, None), True))
    if san:
        extensions.append(san)
    if purposes:
        extensions.append((x509.ExtendedKeyUsage(list(purposes)), False))
    if uses:
        extensions.append((usage(*uses), True))
    if named:
        extensions.append(issuer_identifier(by if named is True else named))
    return make(name, key, extensions, issuer, by, days)


def own_root(**what):
    return authority("root", root_key, **what)


def between(**what):
    return authority("mid", mid_key, what.pop("issuer", root), root_key, **what)


def below(**what):
    """A server's certificate of the authority in the middle."""
    return server(mid, mid_key, **what)


def private(key):
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def pem(certificates):
    return b"".join(certificate.public_bytes(Encoding.PEM) for certificate in certificates)


def case(name, chain, roots, *faults, key=key, hosts=("db.example",)):
    folder = os.path.join(out, name)
    os.makedirs(folder)
    files = {
        "chain.pem": pem(chain), "roots.pem": pem(roots), "key.pem": private(key),
        "hosts": "\n".join(hosts).encode(), "faults": "\n".join(faults).encode(),
    }
    for file, content in files.items():
        with open(os.path.join(folder, file), "wb") as stream:
            stream.write(content)


def by_openssl(name, key, issuer=None, by=None, extensions=None, *options):
    """What cryptography does not write: version 1, where there are no extensions, and SHA-1."""
    with tempfile.TemporaryDirectory() as folder:
        def path(file, content=None):
            if content is not None:
                with open(os.path.join(folder, file), "wb") as stream:
                    stream.write(content)
            return os.path.join(folder, file)

        def run(*arguments):
            subprocess.run(("openssl",) + arguments, check=True, capture_output=True)

        path("key", private(key))
        run("req", "-new", "-key", path("key"), "-subj", "/O=Example/CN=" + name, "-out", path("request"))
        signer = ["-signkey", path("key")]
        if issuer:
            signer = ["-CA", path("issuer", pem([issuer])), "-CAkey", path("by", private(by)), "-set_serial", "77"]
        more = ["-extfile", path("extensions", extensions.encode())] if extensions else []
        run("x509", "-req", "-in", path("request"), "-days", "90", "-out", path("made"), *signer, *more, *options)
        with open(path("made"), "rb") as stream:
            return x509.load_pem_x509_certificate(stream.read())


class Written:
    """A key or certificate that cryptography does not write, as text."""

    def __init__(self, text):
        self.text = text

    def private_bytes(self, *_):
        return self.text

    def public_bytes(self, *_):
        return self.text


def openssl(*arguments, text=b""):
    return Written(subprocess.run(("openssl",) + arguments, input=text, check=True, capture_output=True).stdout)


def der(tag, contents):
    length = len(contents).to_bytes(2, "big")
    return bytes([tag, 0x82]) + length + contents


def altered(certificate, old, new):
    """A certificate of the root's with other octets, signed again."""
    octets = certificate.tbs_certificate_bytes
    assert octets.count(old) == 1 and len(old) == len(new)
    octets = octets.replace(old, new)
    signature = root_key.sign(octets, padding.PKCS1v15(), hashes.SHA256())
    algorithm = bytes.fromhex("300d06092a864886f70d01010b0500")
    octets = der(0x30, octets + algorithm + der(3, b"\0" + signature))
    return Written(b"-----BEGIN CERTIFICATE-----\n" + base64.encodebytes(octets) + b"-----END CERTIFICATE-----\n")


root = own_root()
mid = between()
low = authority("low", low_key, mid, mid_key)

# Sound ones.
case("sound", [server()], [root])
case("sound-usage-any-of-both", [server(purposes=(Purpose.CLIENT_AUTH, Purpose.SERVER_AUTH))], [root])
case("sound-no-usage", [server(purposes=None, uses=None)], [root])
case("sound-one-between", [below(), mid], [root])
case("sound-two-between-unordered", [server(low, low_key), mid, low], [root])
case("sound-root-sent", [server(), root], [root])
case("sound-two-roots", [server()], [authority("root", other_key), root])
case("sound-two-roots-turned", [server()], [root, authority("root", other_key)])
case("sound-of-its-own", [own := make("db.example", key, [(names("db.example"), False), own_identifier(key)])], [own])
case("sound-of-its-own-no-authority", [own := make("db.example", key, [(names("db.example"), False),
    (x509.BasicConstraints(False, None), False)])], [own])
case("sound-critical-usage", [server(purposes=None, more=[(x509.ExtendedKeyUsage([Purpose.SERVER_AUTH]), True)])],
     [root])

# Times.
late, early = (-100, -2), (2, 100)
case("time-early", [server(days=early)], [root], "notYetValid")
case("time-late", [server(days=late)], [root], "expired")
case("time-root-early", [server()], [own_root(days=early)], "notYetValid")
case("time-root-late", [server()], [own_root(days=late)], "expired")
case("time-root-certified-again", [server()], [own_root(days=late), root])
case("time-between", [below(), between(days=late)], [root], "expired")
case("time-between-certified-again", [below(), between(days=late), mid], [root])

# Usages.
case("usage-client", [server(purposes=(Purpose.CLIENT_AUTH,))], [root], "wrongUsage")
case("usage-any", [server(purposes=(Purpose.ANY_EXTENDED_KEY_USAGE,))], [root], "wrongUsage")
case("usage-signing-certificates", [server(uses=("key_cert_sign",))], [root], "wrongUsage", "notStrict")
case("usage-data", [server(uses=("data_encipherment",))], [root], "wrongUsage")
case("usage-agreement", [server(uses=("key_agreement",))], [root], "noSignatures")
case("usage-encipherment", [server(uses=("key_encipherment",))], [root], "noSignatures")
case("usage-netscape", [server(more=[unknown("2.16.840.1.113730.1.1", "03020780", False)])], [root], "wrongUsage")
for kind, purpose in (("client", Purpose.CLIENT_AUTH), ("any", Purpose.ANY_EXTENDED_KEY_USAGE)):
    more = [(x509.ExtendedKeyUsage([purpose]), False)]
    case("usage-between-" + kind, [below(), between(more=more)], [root], "wrongUsage")
    case("usage-root-" + kind, [server()], [own_root(more=more)], "wrongUsage")
for kind, purpose in (("ms", "1.3.6.1.4.1.311.10.3.3"), ("ns", "2.16.840.1.113730.4.1")):
    step_up = ObjectIdentifier(purpose)
    case("usage-step-up-" + kind, [server(purposes=(step_up,))], [root], "wrongUsage")
    more = [(x509.ExtendedKeyUsage([step_up]), False)]
    case("usage-between-step-up-" + kind, [below(), between(more=more)], [root], "wrongUsage")
NETSCAPE = "2.16.840.1.113730.1.1"
unreadable = unknown(NETSCAPE, "0400", False)
case("usage-netscape-unreadable", [server(more=[unreadable])], [root], "malformed")
case("usage-netscape-unreadable-between", [below(), between(more=[unreadable])], [root], "malformed")
case("usage-netscape-unreadable-root", [server()], [own_root(more=[unreadable])], "malformed")
for kind, contents in {"long": "0303004001", "zeros": "03020040"}.items():
    case("usage-netscape-" + kind, [server(more=[unknown(NETSCAPE, contents, False)])], [root])
case("usage-netscape-empty", [server(more=[unknown(NETSCAPE, "030100", False)])], [root], "wrongUsage")
case("usage-of-its-own", [own := make("db.example", key, [
    (names("db.example"), False), (x509.ExtendedKeyUsage([Purpose.CLIENT_AUTH]), False)])], [own], "wrongUsage")

# Critical extensions.
nobody = unknown("1.2.3.4")
case("critical", [server(more=[nobody])], [root], "unknownExtension")
case("critical-between", [below(), between(more=[nobody])], [root], "unknownExtension")
case("critical-root", [server()], [own_root(more=[nobody])], "unknownExtension")
for kind, extension in {
    "policies": unknown("2.5.29.32", "3006300406022a03"),
    "must-staple": unknown("1.3.6.1.5.5.7.1.24", "3003020105"),
    "netscape": unknown("2.16.840.1.113730.1.1", "03020640"),
    "information-access": unknown("1.3.6.1.5.5.7.1.1", "3016301406082b060105050730018608687474703a2f2f78"),
    "issuer-names": unknown("2.5.29.18", "3003820161"),
    "revocation-lists": unknown("2.5.29.31", "30123010a00ea00c860a687474703a2f2f782f79"),
}.items():
    case("critical-" + kind, [server(more=[extension])], [root], "unknownExtension")
case("critical-own-identifier", [make("db.example", key, [
    (names("db.example"), False), own_identifier(key, True), issuer_identifier(root_key)], root, root_key)],
    [root], "unknownExtension")
case("critical-issuer-identifier", [make("db.example", key, [
    (names("db.example"), False), own_identifier(key), issuer_identifier(root_key, True)], root, root_key)],
    [root], "unknownExtension")

# Authorities that are none, or of a key that is called otherwise.
case("authority-none", [server()], [own_root(ca=False, uses=None)], "noAuthority")
case("authority-unsaid", [server()], [own_root(ca=None, uses=None)], "noAuthority")
case("authority-by-usage", [server()], [own_root(ca=None)], "noAuthority")
case("authority-lists-only", [server()], [own_root(uses=("crl_sign",))], "noAuthority")
case("authority-version-1", [server(issuer=(old := by_openssl("root", root_key)))], [old], "notStrict")
case("between-none", [below(), between(ca=False, uses=None)], [root], "noAuthority")
case("between-unsaid", [below(), between(ca=None, uses=None)], [root], "noAuthority")
case("between-by-usage", [below(), between(ca=None)], [root], "noAuthority")
case("between-lists-only", [below(), between(uses=("crl_sign",))], [root], "noAuthority")
case("between-version-1", [below(), by_openssl("mid", mid_key, root, root_key)], [root], "noAuthority")
case("between-none-before-another", [below(), between(ca=False, uses=None), mid], [root], "noAuthority")
case("server-version-1", [by_openssl("db.example", key, root, root_key)], [root], "oldVersion", "noAlternativeName")
case("server-is-authority", [server(ca=True, uses=("digital_signature", "key_cert_sign"))], [root],
     "authorityAsServer")
case("identifier-of-another", [server(named=other_key)], [root], "otherKeyIdentifier")
case("identifier-of-another-between", [server(mid, mid_key, named=other_key), mid], [root], "otherKeyIdentifier")
case("identifier-between-of-another", [below(), make("mid", mid_key, [
    (x509.BasicConstraints(True, None), True), (usage(*AUTHORITY), True), own_identifier(mid_key),
    issuer_identifier(other_key)], root, root_key)], [root], "otherKeyIdentifier")

# What strict clients want.
case("strict-no-issuer-identifier", [server(named=False)], [root], "notStrict")
case("strict-no-identifier", [server()], [own_root(identified=False)], "notStrict")
case("strict-no-identifier-between", [below(), between(identified=False)], [root], "notStrict")
case("strict-not-critical", [server()], [own_root(critical=False)], "notStrict")
case("strict-not-critical-between", [below(), between(critical=False)], [root], "notStrict")
case("strict-no-usage", [server()], [own_root(uses=None)], "notStrict")
case("strict-no-usage-between", [below(), between(uses=None)], [root], "notStrict")
nameless = authority(x509.Name([]), root_key)
case("strict-no-subject-root", [server(nameless, root_key)], [nameless], "notStrict")
case("strict-no-subject", [server(name=x509.Name([]))], [root], "notStrict")
case("strict-no-subject-critical-names", [server(name=x509.Name([]), san=(names("db.example"), True))], [root])

# Of a certificate that is all of the path, strict clients ask for less.
case("alone-authority", [own := authority("db.example", key, uses=None, more=[(names("db.example"), False)], by=key)],
     [own], "authorityAsServer")
case("alone-authority-by-usage", [own := make("db.example", key, [
    (names("db.example"), False), (usage("digital_signature", "key_cert_sign"), True)])], [own], "notStrict")
case("alone-version-1", [own := by_openssl("db.example", key)], [own], "oldVersion", "noAlternativeName")
case("alone-and-its-root", [one := server(named=False)], [one, root], "notStrict")
case("alone-and-its-issuer", [one := below(named=False)], [one, mid], "notSelfSigned", "notStrict")

# The lengths of paths.
short = between(length=0)
case("length-root", [below(), mid], [own_root(length=0)], "pathTooLong")
case("length-root-kept", [server()], [own_root(length=0)])
case("length-between", [server(low, low_key), low, short], [root], "pathTooLong")
case("length-between-kept", [below(), short], [root])
again = authority("mid", low_key, short, mid_key)
case("length-issued-for-itself", [server(again, low_key), again, short], [root], "pathTooLong")

# Ways that do not lead to a root.
case("way-other-key", [server()], [authority("root", other_key)], "otherKey")
case("way-other-key-unnamed", [server(named=False)], [authority("root", other_key)], "otherKey")
capitals = authority(x509.Name([x509.NameAttribute(NameOID.ORGANIZATION_NAME, "EXAMPLE"),
    x509.NameAttribute(NameOID.COMMON_NAME, "ROOT")]), root_key)
case("way-name-in-capitals", [server(capitals)], [root], "otherAuthority")
case("way-other-key-first", [server(named=False)], [authority("root", other_key), root], "otherKey")
case("way-other-key-last", [server(named=False)], [root, authority("root", other_key)], "notStrict")
case("way-foreign", [server()], [authority("foreign", other_key)], "otherAuthority")
case("way-missing", [below()], [root], "otherAuthority")
case("way-root-of-another", [below()], [mid], "notSelfSigned")
case("way-root-of-another-and-root", [below()], [mid, root])
case("way-root-of-another-root-sent", [below(), mid, root], [mid], "notSelfSigned")
def of_another_key(count):
    """A root of the same name, with a key that nobody has."""
    modulus = root_key.public_key().public_numbers().n + 2 * count
    return authority("root", root_key, shown=rsa.RSAPublicNumbers(65537, modulus).public_key())


many_roots = [of_another_key(count) for count in range(1, 131)]
case("way-many-roots", [server(named=False)], many_roots + [root], "otherKey", "tooManyIssuers")
case("way-many-roots-behind", [server(named=False)], [root] + many_roots, "notStrict")


def slow_key():
    """A key with an exponent that is as long as clients take none."""
    numbers, exponent = new_key(3136).private_numbers(), (1 << 64) + 13
    private = pow(exponent, -1, (numbers.p - 1) * (numbers.q - 1))
    public = rsa.RSAPublicNumbers(exponent, numbers.p * numbers.q)
    return rsa.RSAPrivateNumbers(
        numbers.p, numbers.q, private, private % (numbers.p - 1), private % (numbers.q - 1), numbers.iqmp, public
    ).private_key()


slow = slow_key()
case("way-slow-key", [server(by=slow)], [authority("root", slow)], "otherKey")
many_between = [between(more=[unknown("1.2.3.4", critical=False)]) for _ in range(130)]
case("way-many-between", [below(named=False)] + many_between, [root], "notStrict", "tooManySent",
     "tooLongSent")
case("way-server-as-root", [(one := server())], [one], "notSelfSigned")
case("way-own-authority", [own := make("db.example", key, [(names("db.example"), False), own_identifier(key),
    (x509.BasicConstraints(True, None), True), (usage("digital_signature", "key_cert_sign"), True)])], [own],
    "authorityAsServer")


def constrained(kind, permitted, excluded, *faults, critical=True, at_root=False, **what):
    constraints = (Constraints(permitted, excluded), critical)
    if at_root:
        case("names-" + kind, [server(**what)], [own_root(more=[constraints])], *faults)
    else:
        case("names-" + kind, [below(**what), between(more=[constraints])], [root], *faults)


# Name constraints.
outside, blind = "outsideConstraints", "constraintsNotUnderstood"
constrained("allowed", [DNS("example"), network("192.0.2.0/24")], None)
constrained("allowed-itself", [DNS("db.example")], None)
constrained("allowed-below", [DNS(".example")], None)
constrained("other", [DNS("other.example")], None, outside)
constrained("other-not-critical", [DNS("other.example")], None, outside, critical=False)
constrained("below-alone", [DNS(".db.example")], None, outside)
constrained("suffix-alone", [DNS("b.example")], None, outside)
constrained("excluded", None, [DNS("db.example")], outside)
constrained("excluded-above", None, [DNS("example")], outside)
constrained("excluded-another", None, [DNS("b.example")])
constrained("excluded-all", None, [DNS("")], outside)
constrained("address", [network("10.0.0.0/8")], None, outside)
constrained("address-allowed", [network("192.0.2.0/24")], None)
constrained("address-excluded", None, [network("192.0.2.7/32")], outside)
constrained("address-of-version-6", [network("2001:db8::/32")], None, outside)
constrained("at-root", [DNS("other.example")], None, outside, at_root=True)
constrained("at-root-allowed", [DNS("example")], None, at_root=True)
constrained("directory-allowed", [organization("Example")], None, blind)
constrained("directory-other-case", [organization("EXAMPLE")], None, blind)
constrained("directory-not-critical", [organization("Example")], None, blind, critical=False)
constrained("directory", [organization("Another")], None, outside)
constrained("directory-not-critical-other", [organization("Another")], None, outside, critical=False)
constrained("directory-excluded", None, [organization("Example")], outside)
constrained("directory-excluded-another", None, [organization("Another")], blind)
constrained("directory-at-root", [organization("Another")], None, outside, at_root=True)
constrained("mail-unused", [x509.RFC822Name("other.example")], None)
mail = dict(san=(names("db.example", x509.RFC822Name("a@b.example")), False))
constrained("mail", [x509.RFC822Name("other.example")], None, outside, **mail)
constrained("mail-allowed", [x509.RFC822Name("b.example")], None, blind, **mail)
constrained("mail-below", [x509.RFC822Name(".example")], None, blind, **mail)
uri = dict(san=(names("db.example", x509.UniformResourceIdentifier("https://a.example/x")), False))
constrained("uri", [x509.UniformResourceIdentifier("other.example")], None, outside, **uri)
constrained("uri-allowed", [x509.UniformResourceIdentifier(".example")], None, blind, **uri)
number = x509.RegisteredID(ObjectIdentifier("1.2.3"))
constrained("number-unused", [number], None, blind)
constrained("number-unused-not-critical", [number], None, critical=False)
number_of_another = x509.RegisteredID(ObjectIdentifier("1.2.4"))
constrained("number", [number], None, blind, san=(names("db.example", number_of_another), False))
many = ["a%d.example" % count for count in range(600)]
constrained("many", [DNS("example")] + [DNS(name) for name in many[1:]], None, "tooManyConstraints",
            san=(names("db.example", *many), False))
networks = [network("10.0.%d.%d/32" % (count // 200, count % 200)) for count in range(600)]
constrained("many-of-other-forms", [DNS("example")] + networks, None, "tooManyConstraints",
            san=(names("db.example", *many), False))
networks += [network("10.1.0.%d/32" % count) for count in range(200)] * 7
constrained("many-beyond-all", [DNS("example")] + networks, None, "tooManyConstraints", "tooLongSent",
            san=(names("db.example", *many), False))
constrained("common-name", [DNS("other.example")], None, outside, "noAlternativeName", san=None)
stars = dict(san=(names("db.example", "*.db.example"), False))
constrained("star", [DNS("db.example")], None, **stars)
constrained("star-partly-excluded", None, [DNS("a.db.example")], outside, **stars)

# Keys and signatures.
SHA1 = "subjectAltName=DNS:db.example\nsubjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid\n"
case("weak-signature", [by_openssl("db.example", key, root, root_key, SHA1, "-sha1")], [root], "weakSignature")
SHA1 = "basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign\nsubjectKeyIdentifier=hash\n"
SHA1 += "authorityKeyIdentifier=keyid\n"
company = by_openssl("company", other_key, None, None, SHA1, "-sha1")
case("weak-signature-of-another-root-sent", [server(company, other_key), company], [root], "otherAuthority")
case("weak-signature-of-root", [server(company, other_key), company], [company])
case("weak-signature-between", [below(), by_openssl("mid", mid_key, root, root_key, SHA1, "-sha1")], [root],
     "weakSignature")
weak = new_key(1024)
weak_root = authority("weak", weak)
case("weak-root", [server(weak_root, weak)], [weak_root], "shortKey")
curves = {
    "p256": ec.generate_private_key(ec.SECP256R1()), "p384": ec.generate_private_key(ec.SECP384R1()),
    "ed25519": ed25519.Ed25519PrivateKey.generate(),
}
for kind, other in curves.items():
    other_root = authority(kind, other)
    case("signed-by-" + kind, [server(other_root, other)], [other_root],
         *(["noBindingDigest"] if kind == "ed25519" else []))
unverified = ed448.Ed448PrivateKey.generate()
unverified_root = authority("ed448", unverified)
case("unverified", [server(unverified_root, unverified)], [unverified_root], "signatureNotVerified",
     "signatureNotTaken", "noBindingDigest")
# Of an authority with the same name and a key of another kind, whose signature is none at all.
case("identifier-of-another-kind", [server(unverified_root, unverified)], [authority("ed448", root_key)], "otherKey",
     "noBindingDigest")
NAMES = "subjectAltName=DNS:db.example\nsubjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid\n"
refused = "signatureNotTaken"
case("signed-by-sha224", [by_openssl("db.example", key, root, root_key, NAMES, "-sha224")], [root], refused)
PSS = ("-sha256", "-sigopt", "rsa_padding_mode:pss", "-sigopt")
case("signed-by-pss", [by_openssl("db.example", key, root, root_key, NAMES, *PSS, "rsa_pss_saltlen:digest")], [root])
for kind, option in {"salt": "rsa_pss_saltlen:20", "mask": "rsa_mgf1_md:sha1"}.items():
    case("signed-by-pss-" + kind, [by_openssl("db.example", key, root, root_key, NAMES, *PSS, option)], [root], refused)
p256 = curves["p256"]
p256_root = authority("p256", p256)
for digest in ("sha224", "sha512"):
    case("signed-by-p256-" + digest, [by_openssl("db.example", key, p256_root, p256, NAMES, "-" + digest)],
         [p256_root], refused)
others = {"p521": ec.SECP521R1(), "secp224r1": ec.SECP224R1(), "secp256k1": ec.SECP256K1()}
others = {kind: ec.generate_private_key(curve) for kind, curve in others.items()}
others["brainpool"] = ec.generate_private_key(ec.BrainpoolP256R1())
p521_root = authority("p521", others["p521"])
case("signed-by-p521", [server(p521_root, others["p521"])], [p521_root], refused)

# What shows only in a handshake: the keys that clients take there, and what signatures they ask of certificates.
case("handshake-signed-by-sha3", [by_openssl("db.example", key, root, root_key, NAMES, "-sha3-256")], [root], refused,
     "signatureNotVerified")
case("handshake-signed-by-p256-sha3", [by_openssl("db.example", key, p256_root, p256, NAMES, "-sha3-256")],
     [p256_root], refused, "signatureNotVerified")
for kind, other in curves.items():
    case("handshake-" + kind, [server(key=other)], [root], key=other)
others.update(ed448=unverified, dsa=dsa.generate_private_key(2048))
for kind, other in others.items():
    case("handshake-" + kind, [server(key=other)], [root], "keyNotTaken", key=other)
pss = openssl("genpkey", "-algorithm", "RSA-PSS")
compressed = openssl("ec", "-conv_form", "compressed", text=private(p256))
for kind, other in {"pss": pss, "compressed": compressed}.items():
    case("handshake-" + kind, [by_openssl("db.example", other, root, root_key, NAMES)], [root], "keyNotTaken",
         key=other)
point = p256.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
no_point = point[:-1] + bytes([point[-1] ^ 1])
case("handshake-no-point", [altered(server(key=p256), point, no_point)], [root], "malformed", key=p256)
exponent = bytes.fromhex("0203010001")
case("handshake-no-numbers", [altered(server(), exponent, b"\x04" + exponent[1:])], [root], "malformed")

# Go reads no number below zero.
numbered = server()
number = numbered.serial_number.to_bytes((numbered.serial_number.bit_length() + 8) // 8, "big")
case("serial-number-below-zero", [altered(numbered, number, b"\x81" + number[1:])], [root], "notStrict")

# Hosts.
missing, otherwise, old = "noAlternativeName", "otherName", "addressAsName"
address, long_address = "192.0.2.7", "2001:db8::7"


def called(kind, hosts, *faults, name="db.example", of=()):
    san = (names(*of), False) if of else None
    case("host-" + kind, [server(name=name, san=san)], [root], *faults, hosts=hosts)


called("common-name", ["db.example"], missing)
called("common-name-other", ["a.example"], missing, otherwise)
called("address-alone", ["db.example"], otherwise, of=[address])
called("address", [address], old, of=["db.example", address])
called("address-of-version-6", [long_address], old, of=["db.example", long_address])
called("address-other", ["192.0.2.8"], otherwise, of=["db.example", address])
called("address-as-text", [address], otherwise, of=[DNS(address)])
called("address-as-common-name", [address], missing, otherwise, name=address)
called("address-as-common-name-beside-host", [address], otherwise, name=address, of=["db.example"])
called("other", ["a.example"], otherwise, of=["db.example"])
called("case", ["DB.example"], of=["db.EXAMPLE"])
called("star", ["a.db.example"], of=["*.db.example"])
called("star-none", ["db.example"], otherwise, of=["*.db.example"])
called("star-two-labels", ["a.b.db.example"], otherwise, of=["*.db.example"])
called("star-short", ["db.example"], otherwise, of=["*.example"])
called("star-within", ["ab.db.example"], otherwise, of=["a*.db.example"])
called("star-beside-letters", ["ab.db.example"], otherwise, of=["*b.db.example"])
called("complete", ["db.example."], otherwise, of=["db.example"])
called("abbreviated", ["127.1"], otherwise, of=["127.0.0.1"])
called("common-name-unused", ["db.example"], otherwise, of=["other.example"])


def levels(*attributes):
    kinds = {"CN": NameOID.COMMON_NAME, "C": NameOID.COUNTRY_NAME, "OU": NameOID.ORGANIZATIONAL_UNIT_NAME,
             "email": NameOID.EMAIL_ADDRESS}
    parts = [[part.split("=") for part in level.split("+")] for level in attributes]
    return x509.Name([
        x509.RelativeDistinguishedName([x509.NameAttribute(kinds[kind], text) for kind, text in level])
        for level in parts
    ])


# libpq takes the first, OpenSSL any, pgjdbc the one of the most labels, the fewest stars, the most characters, and the
# last of those; and of a level with several attributes only the first by their types and texts.
called("common-names-first", ["db.example"], missing, otherwise, name=levels("CN=db.example", "CN=other.example"))
called("common-names-last", ["db.example"], missing, otherwise, name=levels("CN=other.example", "CN=db.example"))
called("common-names-longest", ["other.example"], missing, name=levels("CN=other.example", "CN=db.example"))
called("common-names-labels", ["a.b.example"], missing, otherwise, name=levels("CN=long.example", "CN=a.b.example"))
called("common-names-alike-first", ["aa.example"], missing, otherwise, name=levels("CN=aa.example", "CN=bb.example"))
called("common-names-alike-last", ["aa.example"], missing, otherwise, name=levels("CN=bb.example", "CN=aa.example"))
called("common-names-star", ["long.b.example"], missing, otherwise, name=levels("CN=*.b.example", "CN=a.b.example"))
called("common-names-star-last", ["ab.b.example"], missing, otherwise, name=levels("CN=a.b.example", "CN=*.b.example"))
called("common-names-level", ["bbb.example"], missing, otherwise, name=levels("CN=bbb.example+CN=aaa.example"))
called("common-names-level-length", ["b.example"], missing, otherwise, name=levels("CN=b.example+CN=aaa.example"))
called("common-name-beside-unit", ["db.example"], missing, name=levels("CN=db.example+OU=Bases"))
called("common-name-beside-country", ["db.example"], missing, name=levels("CN=db.example+C=CH"))
called("common-name-beside-mailbox", ["db.example"], missing, name=levels("CN=db.example+email=a@b"))


def wide(*texts, kind=_ASN1Type.BMPString):
    """A subject of common names; those that begin with a star are of a kind with wide characters."""
    return x509.Name([
        x509.NameAttribute(NameOID.COMMON_NAME, text.lstrip("*"), kind if text[0] == "*" else _ASN1Type.UTF8String)
        for text in texts
    ])


# OpenSSL alone reads a string by its type; the others take the octets. libpq refuses a zero, and pgjdbc ends with an
# error at a type that Java does not know for a string.
null = "nullInCommonName"
called("common-name-wide", ["db.example"], missing, null, name=wide("*db.example"))
unread = "nameNotRead"
called("common-name-wider", ["db.example"], missing, null, unread,
       name=wide("*db.example", kind=_ASN1Type.UniversalString))
called("common-name-wide-unused", ["db.example"], name=wide("*db.example"), of=["db.example"])
called("common-names-wide-last", ["db.example"], missing, name=wide("db.example", "*db.example"))
called("common-names-wide-first", ["db.example"], missing, null, name=wide("*db.example", "db.example"))
called("common-names-wider-last", ["db.example"], missing, unread,
       name=wide("db.example", "*a", kind=_ASN1Type.UniversalString))
called("common-name-teletex", ["db.example"], missing, name=wide("*db.example", kind=_ASN1Type.T61String))
called("common-name-zero", ["db.example"], missing, otherwise, null, name=wide("db.example\0.other"))
called("common-name-wider-unused", ["db.example"], unread, name=wide("*db.example", kind=_ASN1Type.UniversalString),
       of=["db.example"])


def renamed(kind, tag, text=b"db.example", *faults):
    """A server's certificate whose common name is of a type that nobody writes."""
    common_name = b"\x0c\x0adb.example"
    case("name-" + kind, [altered(server(), common_name, bytes([tag, 10]) + text)], [root], *faults)


# OpenSSL takes no other types of strings than those that it knows for names, and what is no string at all; Go knows
# fewer, and looks at each letter.
renamed("visible", 0x1A, b"db.example", unread)
renamed("graphic", 0x19, b"db.example", unread)
renamed("general", 0x1B, b"db.example", unread)
renamed("octets", 0x04, b"db.example", unread)
renamed("object", 0x06, b"db.example", unread)
renamed("enumerated", 0x0A, b"db.example", unread)
renamed("external", 0x0B, b"db.example", unread)
renamed("bits", 0x03, b"\0b.example", unread)
renamed("own", 0x80, b"db.example", unread)
renamed("printable", 0x13)
renamed("printable-star", 0x13, b"*b.example")
renamed("printable-and", 0x13, b"&b.example")
renamed("printable-mail", 0x13, b"db@example", unread)
renamed("printable-underscore", 0x13, b"db_example", unread)
# Another attribute that Go alone minds stands before it.
two = [x509.NameAttribute(NameOID.ORGANIZATION_NAME, "a@b"), x509.NameAttribute(NameOID.COMMON_NAME, "db.example")]
level = bytes.fromhex("3113301106035504030C0A")
case("name-two", [altered(server(name=x509.Name(two)), b"\x0c\x03a@b" + level + b"db.example",
                          b"\x13\x03a@b" + level[:-2] + b"\x1a\x0adb.example")], [root], unread)
renamed("ia5", 0x16, b"db_example")
renamed("teletex", 0x14, b"db.\xE4xample")
constrained("common-names", None, [DNS("x.other")], outside, "noAlternativeName", san=None,
            name=levels("CN=db.example", "CN=x.other"))
