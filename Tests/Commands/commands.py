"""The commands whose calls are made to fail, each with what it starts from and what it means that it is done."""

import base64
import hashlib
import os
import re
import shutil
import stat
import subprocess

from folders import contents

PASSWORD = "correct horse battery staple"
KEY = "a pool key of so many octets"


class Command:
    """A command in a folder of its own.

    `prepare` makes what it starts from; `missing` says what of its promise is not kept.
    """

    tool = ""
    arguments: list[str] = []

    # Whether the command may refuse to be run again when it was done.
    is_once = False

    # What has other content when it is done, and what has the same.
    anew: list[str] = []
    kept: list[str] = []

    def __init__(self, tools):
        self.tools = tools

    @property
    def name(self):
        return type(self).__name__

    def command(self, folder, arguments=None):
        """The words of the command, or with other arguments those of one that goes before it."""
        words = self.arguments if arguments is None else arguments
        return [os.path.join(self.tools, self.tool)] + [word.replace("FOLDER", folder) for word in words]

    def run_before(self, folder, arguments):
        """Runs the same tool with other arguments, of which the command starts from what they leave."""
        words = self.command(folder, arguments)
        done = subprocess.run(words, env=self.environment(folder), capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr

    def environment(self, folder):
        return {"PATH": os.environ["PATH"], "HOME": folder, "LANG": "C.UTF-8"}

    # Folders of a server, whose contents are its own.
    others_own: frozenset[str] = frozenset()

    def prepare(self, folder):
        pass

    def begin(self, folder):
        """Starts what the command needs, in a folder as it was prepared."""

    def end(self, folder):
        """Ends what was started."""

    def state(self, folder):
        """What must be as it was where the command is undone."""
        return contents(folder, self.others_own)

    def missing(self, folder):
        raise NotImplementedError

    # The files that it opens for the secrets in them.
    opens: list[str] = []

    def secrets(self, folder):
        """What nobody may find in the command's memory when it is done, by a name for each: what it opens or makes."""
        return {}


def secret_word(number):
    """A password that is long enough to be looked for, and none of which is in another."""
    return hashlib.sha256(f"word {number}".encode()).hexdigest()[:24]


def write(folder, name, text, mode=0o600):
    path = os.path.join(folder, name)
    with open(path, "w") as file:
        file.write(text)
    os.chmod(path, mode)


class Passwords(Command):
    """pg_enc on a pool_passwd with entries of others."""

    tool = "pg_enc"
    others = [f"first:TEXT{secret_word(100)}", "second:md5" + "0" * 32, "third:SCRAM-SHA-256$4096:AAAA$BBBB:CCCC"]

    def prepare(self, folder):
        write(folder, "key", KEY + "\n")
        write(folder, "password", PASSWORD + "\n")
        write(folder, "pgpool.conf", "pool_passwd = 'pool_passwd'\n")
        write(folder, "pool_passwd", "".join(line + "\n" for line in self.others))

    opens = ["pool_passwd", "key"]

    def secrets(self, folder):
        made = ["openssl", "enc", "-aes-256-cbc", "-nosalt", "-md", "sha1", "-pass", "pass:" + KEY, "-P"]
        shown = subprocess.run(made, capture_output=True, text=True, check=True, stdin=subprocess.DEVNULL).stdout
        derived = bytes.fromhex(re.search(r"key=(\w+)", shown)[1])
        return self.secrets_of_others() | {"the pool key": KEY.encode(), "the cipher's key": derived}

    def secrets_of_others(self):
        return {"another's password": secret_word(100).encode()}

    def lines(self, folder):
        with open(os.path.join(folder, "pool_passwd")) as file:
            return file.read().splitlines()

    def of_others(self, folder):
        lines = self.lines(folder)
        told = [f"the line {line} is gone" for line in self.others if line not in lines]
        mode = stat.S_IMODE(os.stat(os.path.join(folder, "pool_passwd")).st_mode)
        return told + ([] if mode == 0o600 else [f"pool_passwd has the mode {mode:o}"])


def entry(password):
    """An entry of pool_passwd by OpenSSL: AES-256-CBC, key and vector by EVP_BytesToKey with SHA-1 and no salt."""
    made = subprocess.run(
        ["openssl", "enc", "-aes-256-cbc", "-nosalt", "-md", "sha1", "-pass", "pass:" + KEY, "-base64", "-A"],
        input=password.encode(),
        capture_output=True,
        check=True,
    )
    return "AES" + made.stdout.decode().strip()


class AddPassword(Passwords):
    arguments = [
        "-m", "-u", "new", "--password-file", "FOLDER/password", "-k", "FOLDER/key", "-f", "FOLDER/pgpool.conf",
    ]  # fmt: skip

    opens = [*Passwords.opens, "password"]

    def missing(self, folder):
        has = "new:" + entry(PASSWORD) in self.lines(folder)
        return self.of_others(folder) + ([] if has else ["there is no entry of the new user"])

    def secrets(self, folder):
        return super().secrets(folder) | {"the password": PASSWORD.encode()}


class AddPasswords(Passwords):
    arguments = ["-m", "-i", "FOLDER/pairs", "-k", "FOLDER/key", "-f", "FOLDER/pgpool.conf"]

    def prepare(self, folder):
        super().prepare(folder)
        write(folder, "pairs", "".join(f"user{number}:{secret_word(number)}\n" for number in range(20)))

    def missing(self, folder):
        lines = self.lines(folder)
        wanted = [f"user{number}:" + entry(secret_word(number)) for number in range(20)]
        return self.of_others(folder) + [f"there is no {line}" for line in wanted if line not in lines]

    opens = [*Passwords.opens, "pairs"]

    def secrets(self, folder):
        words = {f"the password of user{number}": secret_word(number).encode() for number in range(20)}
        return super().secrets(folder) | words


class DeletePassword(Passwords):
    arguments = ["--delete=old", "-f", "FOLDER/pgpool.conf"]
    is_once = True

    def prepare(self, folder):
        super().prepare(folder)
        write(folder, "pool_passwd", f"old:TEXT{secret_word(101)}\n" + "".join(line + "\n" for line in self.others))

    def missing(self, folder):
        has = any(line.startswith("old:") for line in self.lines(folder))
        return self.of_others(folder) + (["the old entry is there"] if has else [])

    # It needs no key.
    opens = ["pool_passwd"]

    def secrets(self, folder):
        return self.secrets_of_others() | {"the old password": secret_word(101).encode()}


class GenerateKey(Command):
    tool = "pg_enc"
    arguments = ["--generate-key", "-k", "FOLDER/key"]
    is_once = True

    def missing(self, folder):
        path = os.path.join(folder, "key")
        if not os.path.exists(path):
            return ["there is no key"]
        told = [] if stat.S_IMODE(os.stat(path).st_mode) == 0o600 else ["others may read the key"]
        with open(path) as file:
            lines = file.read().split("\n")
        return told + ([] if len(lines) == 2 and len(lines[0]) >= 16 else ["the key is not one line"])

    def secrets(self, folder):
        with open(os.path.join(folder, "key"), "rb") as file:
            return {"the pool key": file.read().strip()}


def openssl(*arguments):
    return subprocess.run(["openssl", *arguments], capture_output=True, text=True, check=False)


def numbers_of_key(path):
    """The secret numbers of a key in a file without encryption, each also as it stands in the text of the file."""
    name = os.path.basename(path)
    found = {}
    shown = openssl("pkey", "-in", path, "-noout", "-text").stdout
    numbers = r"(?m)^(priv|privateExponent|prime1|prime2|exponent1|exponent2|coefficient):\n((?: .*\n)+)"
    for what, number in re.findall(numbers, shown):
        octets = bytes.fromhex(re.sub(r"[\s:]", "", number)).lstrip(b"\0")
        found[f"{what} of {name}"] = octets
        with open(path, "rb") as file:
            text = b"".join(file.read().splitlines()[1:-1])
        start = base64.b64decode(text).index(octets)
        # The groups of the text that have no octet of something else.
        found[f"{what} in the text of {name}"] = text[-(-start // 3) * 4 : (start + len(octets)) // 3 * 4]
    return found


def numbers_of_keys(folder):
    """Those of all keys there, also of those that were replaced and are kept."""
    found = {}
    for parent, _, names in os.walk(folder):
        for name in names:
            if re.search(r"\.key(-|$)", name):
                found |= numbers_of_key(os.path.join(parent, name))
    return found


class Certificates(Command):
    """selfcertgen in a folder of its own."""

    tool = "selfcertgen"
    arguments = ["--directory", "FOLDER/pki", "--key-type", "ecdsa-p256"]

    def missing(self, folder):
        pki = os.path.join(folder, "pki")
        told = []
        for name in ("root", "server", "client"):
            told += self.of_pair(pki, name)
        return told

    def of_pair(self, pki, name):
        key, certificate = (os.path.join(pki, f"{name}.{kind}") for kind in ("key", "crt"))
        verified = openssl("verify", "-x509_strict", "-CAfile", os.path.join(pki, "root.crt"), certificate)
        told = [] if verified.returncode == 0 else [f"openssl does not verify {name}.crt"]
        public = openssl("pkey", "-in", key, "-pubout").stdout
        if not public or public != openssl("x509", "-in", certificate, "-noout", "-pubkey").stdout:
            told.append(f"{name}.key is not that of {name}.crt")
        if os.path.exists(key) and os.stat(key).st_mode & 0o077:
            told.append(f"others may read {name}.key")
        return told

    opens = ["root.key", "server.key", "client.key"]

    def secrets(self, folder):
        return numbers_of_keys(os.path.join(folder, "pki"))


class MakeCertificates(Certificates):
    pass


class MakeRSACertificates(Certificates):
    arguments = ["--directory", "FOLDER/pki"]


class CertificatesThere(Certificates):
    """A folder that has a set already."""

    def prepare(self, folder):
        self.run_before(folder, Certificates.arguments)


class MakeCertificatesAnew(CertificatesThere):
    arguments = Certificates.arguments + ["--force"]
    anew = [f"pki/{name}.{kind}" for name in ("root", "server", "client") for kind in ("key", "crt")]


class AddName(CertificatesThere):
    arguments = Certificates.arguments + ["--san", "another.example"]
    anew = ["pki/server.crt"]
    kept = ["pki/root.key", "pki/root.crt", "pki/client.key", "pki/client.crt"]

    def missing(self, folder):
        shown = openssl("x509", "-in", os.path.join(folder, "pki", "server.crt"), "-noout", "-ext", "subjectAltName")
        has = "DNS:another.example" in shown.stdout
        return super().missing(folder) + ([] if has else ["server.crt has not the name"])


ALL = [
    AddPassword,
    AddPasswords,
    DeletePassword,
    GenerateKey,
    MakeCertificates,
    MakeRSACertificates,
    MakeCertificatesAnew,
    AddName,
]


def copy(source, target):
    """A folder as it was, with modes and owners."""
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(source, target, symlinks=True)
    for parent, names, files in os.walk(source):
        for name in names + files:
            path = os.path.join(parent, name)
            status = os.lstat(path)
            os.chown(
                os.path.join(target, os.path.relpath(path, source)), status.st_uid, status.st_gid, follow_symlinks=False
            )
