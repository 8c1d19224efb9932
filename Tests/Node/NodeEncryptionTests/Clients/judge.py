"""Judges server certificates as clients do, each by its own program: judge.py FOLDER of the cases.

Prints a line for each verdict: the case, the host, the judge, and "ok" or a reason. Judges that are not on this machine
say nothing.
"""
import ipaddress, os, shutil, socket, ssl, subprocess, sys, threading

here = os.path.dirname(os.path.abspath(__file__))
folder = sys.argv[1]
cases = sorted(os.path.join(folder, name) for name in os.listdir(folder))


def say(case, host, judge, verdict):
    print(os.path.basename(case), host, judge, verdict.replace("\n", " ").replace("\t", " "), sep="\t")


def relay(command):
    for line in subprocess.run(command + cases, capture_output=True, text=True, check=True).stdout.splitlines():
        case, host, judge, verdict = line.split("\t", 3)
        say(case, host, judge, verdict)


def openssl(case, use="sslserver"):
    chain = case + "/chain.pem"
    command = ["openssl", "verify", "-purpose", use, "-auth_level", "2", "-CAfile", case + "/roots.pem"]
    outcome = subprocess.run(command + ["-untrusted", chain, chain], capture_output=True, text=True)
    return "ok" if outcome.returncode == 0 else outcome.stdout + outcome.stderr


def python(case, host):
    """A handshake of Python's TLS, with the flags that its contexts have from 3.13 on."""
    try:
        server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        server.set_ciphers("ALL:@SECLEVEL=0")
        server.load_cert_chain(case + "/chain.pem", case + "/key.pem")
        client = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        client.set_ciphers("DEFAULT:@SECLEVEL=2")
        client.verify_flags |= ssl.VERIFY_X509_STRICT | 0x80000  # X509_V_FLAG_PARTIAL_CHAIN
        client.load_verify_locations(case + "/roots.pem")
        to_client, to_server = ssl.MemoryBIO(), ssl.MemoryBIO()
        ends = [
            client.wrap_bio(to_client, to_server, server_hostname=host),
            server.wrap_bio(to_server, to_client, server_side=True),
        ]
        waiting = set(range(2))
        for _ in range(20):
            for index in sorted(waiting):
                try:
                    ends[index].do_handshake()
                    waiting.discard(index)
                except ssl.SSLWantReadError:
                    pass
        return "ok" if not waiting else "no end"
    except (ssl.SSLError, ValueError) as error:
        return str(error)


def libpq(case, host):
    """psql at a server that speaks TLS and then ends: whether it got as far as that."""
    listener = socket.create_server(("127.0.0.1", 0))
    listener.settimeout(20)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.set_ciphers("ALL:@SECLEVEL=0")
    try:
        context.load_cert_chain(case + "/chain.pem", case + "/key.pem")
    except ssl.SSLError as error:
        return str(error)
    started = []

    def serve():
        try:
            connection, _ = listener.accept()
            with connection:
                connection.settimeout(20)
                connection.recv(8)
                connection.sendall(b"S")
                with context.wrap_socket(connection, server_side=True) as stream:
                    if stream.recv(1):
                        started.append(True)
        except OSError:
            pass

    thread = threading.Thread(target=serve)
    thread.start()
    settings = {
        "PATH": os.environ["PATH"], "PGHOST": host, "PGHOSTADDR": "127.0.0.1", "PGUSER": "u", "PGDATABASE": "d",
        "PGPORT": str(listener.getsockname()[1]), "PGSSLMODE": "verify-full", "PGSSLROOTCERT": case + "/roots.pem",
        "PGGSSENCMODE": "disable", "PGCONNECT_TIMEOUT": "20", "HOME": case,
    }
    outcome = subprocess.run(["psql", "-Xwc", ""], capture_output=True, text=True, env=settings)
    thread.join()
    listener.close()
    return "ok" if started else outcome.stderr


def rustls(case, host):
    from cryptography import x509
    from cryptography.hazmat.primitives.serialization import Encoding
    from qh3._hazmat import ServerVerifier

    def octets(name):
        text = open(case + name, "rb").read()
        return [c.public_bytes(Encoding.DER) for c in x509.load_pem_x509_certificates(text)]

    try:
        chain = octets("/chain.pem")
        ServerVerifier(octets("/roots.pem")).verify(chain[0], chain[1:], host, b"")
        return "ok"
    except Exception as error:
        return type(error).__name__ + " " + str(error)


def cryptography(case, host):
    from cryptography import x509
    from cryptography.x509 import verification

    text = [open(case + name, "rb").read() for name in ("/chain.pem", "/roots.pem")]
    try:
        chain, roots = (x509.load_pem_x509_certificates(one) for one in text)
        try:
            subject = x509.IPAddress(ipaddress.ip_address(host))
        except ValueError:
            subject = x509.DNSName(host)
        builder = verification.PolicyBuilder().store(verification.Store(roots))
        builder.build_server_verifier(subject).verify(chain[0], chain[1:])
        return "ok"
    except Exception as error:
        return str(error) + "."


judges = [python]
if shutil.which("psql"):
    judges.append(libpq)
for judge, module in ((rustls, "qh3._hazmat"), (cryptography, "cryptography.x509.verification")):
    try:
        __import__(module)
        judges.append(judge)
    except ImportError:
        pass
for case in cases:
    verdict = openssl(case)
    client = openssl(case, "sslclient")
    for host in open(case + "/hosts").read().split():
        say(case, host, "openssl", verdict)
        say(case, host, "openssl client", client)
        for judge in judges:
            say(case, host, judge.__name__, judge(case, host))
if shutil.which("javac"):
    jar = os.environ.get("PGJDBC", "/usr/share/java/postgresql.jar")
    relay(["java", "-cp", jar, here + "/Judge.java"])
if shutil.which("go"):
    relay(["go", "run", here + "/judge.go"])
