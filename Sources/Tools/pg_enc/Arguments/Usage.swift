internal import TextEncodings

/// What the tool says of itself.
enum Usage {
    static let text = """
        pg_enc: password encryption utility for Pgpool-II

        Usage:
          pg_enc [OPTIONS] <PASSWORD>

        The password comes from --password-stdin, from --password-file, from a prompt, or from the
        argument, which every user of the machine can see while the tool runs. Options may stand
        anywhere; after -- everything is an operand.

        Options:
          -k, --key-file=KEY_FILE
                               Set the path to the encryption key file: its first line is the key.
                               Default: PGPOOLKEYFILE, else .pgpoolkey in your home folder.
          -K, --enc-key=ENCRYPTION_KEY
                               Encryption key; goes before any key file.
          -f, --config-file=CONFIG_FILE
                               Specifies the pgpool.conf file, whose pool_passwd is the file to change:
                               a relative path lies beside pgpool.conf.
          -i, --input-file=INPUT_FILE
                               Take user:password pairs from a file, one a line.
          -p, --prompt         Prompt for the password.
          -P, --prompt-for-key Prompt for the encryption key; goes before -K and any key file.
          -m, --update-pass    Write the entry into the pool_passwd file. A running Pgpool-II reads it
                               when it is reloaded.
          -u, --username=USER  The user of the entry. Default: the current user.
              --password-stdin Read the password from standard input, one line.
              --password-file=FILE
                               Read the password from a file, one line.
              --list           List the users of the pool_passwd file and the types of their entries.
              --check          Check that every AES entry of the pool_passwd file decrypts with the key.
              --delete=USER    Remove the user's entries from the pool_passwd file.
              --generate-key   Make a key file with a new, random key; one that is there stays.
          -h, --help           Print this help.

        """

    /// What is wrong with the arguments.
    static func refusal(_ line: String) -> Refusal {
        Refusal("pg_enc: \(printable(line))\npg_enc: see pg_enc --help")
    }
}
