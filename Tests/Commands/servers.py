"""Commands that change a running PostgreSQL server."""

import hashlib
import os
import shutil
import socket
import subprocess

from commands import PASSWORD, Command, numbers_of_keys, write

# One that is free, since another run may be under way.
with socket.create_server(("127.0.0.1", 0)) as free:
    PORT = str(free.getsockname()[1])
USER = "webadmin"


def programs():
    """Where the programs of the server are: Debian has a folder for each version."""
    found = shutil.which("postgres")
    if found:
        return os.path.dirname(found)
    base = "/usr/lib/postgresql"
    version = max(os.listdir(base), key=int)
    return os.path.join(base, version, "bin")


def as_server(*arguments, **options):
    return subprocess.run(["runuser", "-u", "postgres", "--", *arguments], capture_output=True, text=True, **options)


def stored_before():
    """What stands for the password in the server before, which is as good as that for a client of it."""
    return b"md5" + hashlib.md5((PASSWORD + USER).encode()).hexdigest().encode()


class Install(Command):
    """postgres-ssl install on a server without TLS."""

    tool = "postgres-ssl"
    others_own = frozenset({"data", "run"})
    node = [
        "--role", "postgres", "--configuration", "FOLDER/etc/postgresql.conf", "--data", "FOLDER/data",
        "--hba", "FOLDER/etc/pg_hba.conf", "--certificates", "FOLDER/pki", "--state", "FOLDER/state",
        "--metainf", "FOLDER/metainf.conf", "--redeploy", "FOLDER/redeploy.conf", "--owner", "postgres",
        "--psql", f"psql -h FOLDER/run -p {PORT} -d postgres",
    ]  # fmt: skip
    arguments = ["install", *node, "--key-type", "ecdsa-p256", "--user", USER, "--password-file", "FOLDER/password"]

    def environment(self, folder):
        found = super().environment(folder)
        return found | {"PATH": programs() + ":" + found["PATH"]}

    def prepare(self, folder):
        etc, run = (os.path.join(folder, name) for name in ("etc", "run"))
        write(folder, "password", PASSWORD + "\n")
        for path in (etc, run):
            os.mkdir(path)
        write(
            etc,
            "postgresql.conf",
            f"data_directory = '{folder}/data'\nhba_file = '{etc}/pg_hba.conf'\nport = {PORT}\n"
            f"listen_addresses = '127.0.0.1'\nunix_socket_directories = '{run}'\nfsync = off\n"
            "password_encryption = 'md5'\nlogging_collector = off\nshared_buffers = 16MB\n",
        )
        write(etc, "pg_hba.conf", "local all all peer\nhost all all 0.0.0.0/0 md5\n")
        for path in (folder, etc, run):
            os.chmod(path, 0o755)
            shutil.chown(path, "postgres", "postgres")
        for name in os.listdir(etc):
            shutil.chown(os.path.join(etc, name), "postgres", "postgres")
        made = as_server(os.path.join(programs(), "initdb"), "--no-sync", "--auth", "trust", "-D", f"{folder}/data")
        assert made.returncode == 0, made.stderr
        self.begin(folder)
        self.asked(folder, f"CREATE ROLE {USER} LOGIN PASSWORD '{PASSWORD}'")
        self.end(folder, "fast")

    def begin(self, folder):
        started = as_server(
            os.path.join(programs(), "pg_ctl"), "start", "-w", "-D", f"{folder}/data", "-l", f"{folder}/data/log",
            "-o", f"-c config_file={folder}/etc/postgresql.conf",
        )  # fmt: skip
        assert started.returncode == 0, started.stdout + started.stderr

    def end(self, folder, mode="immediate"):
        as_server(os.path.join(programs(), "pg_ctl"), "stop", "-w", "-m", mode, "-D", f"{folder}/data")

    def asked(self, folder, question):
        answer = as_server("psql", "-h", f"{folder}/run", "-p", PORT, "-d", "postgres", "-XAtc", question)
        return answer.stdout.strip()

    opens = ["password"]

    def secrets(self, folder):
        found = {"the password": PASSWORD.encode(), "what the server had of it": stored_before()}
        return found | numbers_of_keys(os.path.join(folder, "pki"))

    def state(self, folder):
        stored = self.asked(folder, f"SELECT rolpassword FROM pg_authid WHERE rolname = '{USER}'")
        return super().state(folder) | {"the stored password": (0, 0, 0, stored.encode())}

    def logs_in(self, folder, options):
        found = subprocess.run(
            ["psql", f"host=127.0.0.1 port={PORT} dbname=postgres user={USER} {options}", "-XAtc", "SELECT 1"],
            env={"PATH": os.environ["PATH"], "PGPASSWORD": PASSWORD},
            capture_output=True,
            text=True,
        )
        return found.stdout.strip() == "1"

    def missing(self, folder):
        told = []
        if not self.logs_in(folder, f"sslmode=verify-ca sslrootcert={folder}/pki/server/root.crt"):
            told.append("nobody logs in over TLS with the password")
        if self.logs_in(folder, "sslmode=disable"):
            told.append("a password is taken without TLS")
        stored = self.asked(folder, f"SELECT rolpassword FROM pg_authid WHERE rolname = '{USER}'")
        if not stored.startswith("SCRAM-SHA-256$"):
            told.append("the stored password is no SCRAM secret")
        return told


class Uninstall(Install):
    """postgres-ssl uninstall after an install."""

    arguments = ["uninstall", *Install.node]
    # The state that an install left has it; the password itself is not asked for.
    opens: list[str] = []

    def secrets(self, folder):
        return {"what the server has of the password again": stored_before()}

    def prepare(self, folder):
        super().prepare(folder)
        self.begin(folder)
        self.run_before(folder, Install.arguments)
        self.end(folder, "fast")

    def missing(self, folder):
        told = [] if self.logs_in(folder, "sslmode=disable") else ["nobody logs in without TLS"]
        if self.logs_in(folder, "sslmode=require"):
            told.append("the server has TLS")
        with open(os.path.join(folder, "etc", "pg_hba.conf")) as file:
            if "host all all 0.0.0.0/0 md5" not in file.read():
                told.append("the rule is not what it was")
        return told


ALL = [Install, Uninstall]
