import Testing

@testable import NodeEncryption

/// Told by what a value is called, and by nothing that stands in a path.
@Suite("Commands that may hold a password")
struct CommandSecretsTests {
    @Test(
        "one with a password in it is known",
        arguments: [
            ["psql", "-d", "host=x password=hush"], ["psql", "-d", "host=x password = hush"],
            ["env", "PGPASSWORD=hush", "psql"], ["sh", "-c", "PASSWD=hush psql"],
            ["sh", "-c", "KEY=hush load"],
            ["psql", "postgresql://me:hush@host/postgres"],
            ["psql", "postgresql://host/postgres?user=me&password=hush"],
            ["curl", "-H", "Authorization: hush"], ["curl", "-H", "X-Api-Key: hush"],
            ["curl", "-d", #"{"token": "hush"}"#], ["curl", "-u", "me:hush", "h"],
            ["sh", "-c", "curl -u me:hush h"], ["sh", "-c", "curl --passphrase hush h"],
            ["sshpass", "-p", "hush", "ssh", "h"], ["sh", "-c", "/usr/bin/sshpass -phush ssh h"],
        ]
    )
    func secret(command: [String]) {
        #expect(CommandSecrets.mayBe(in: command))
    }

    @Test(
        "one without is remembered, whatever its paths and names are called",
        arguments: [
            ["psql", "postgresql://me@host:5433/postgres"], ["psql", "-w", "--no-password"],
            ["psql", "-d", "passfile=/root/pass"], ["psql", "-d", "sslkey=/srv/secret/client.key"],
            ["psql", "-h", "/tmp/pwd-password-secret/key:1"], ["psql", "-d", "passwords"],
            ["sh", "-c", "pg_ctl -D /srv/tokens/passwords.d reload"], ["sh", "-c", #"cd "$(pwd)" && psql"#],
            ["env", "PGPASSFILE=/tmp/password/pwd", "PATH=/opt/sshpass/bin:/bin", "psql"],
            ["curl", "--password-file", "/x"],
        ]
    )
    func harmless(command: [String]) {
        #expect(!CommandSecrets.mayBe(in: command))
    }
}
