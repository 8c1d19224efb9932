internal import TextEncodings

/// The tool's own help.
enum Usage {
    static let text = """
        pg_enc: password encryption utility for Pgpool-II

        Usage:
          pg_enc [OPTIONS] <PASSWORD>

        The password comes from --password-stdin, from --password-file, from a prompt, or from the
        argument, which every user of the host can see until the tool has read it, and which needs
        quotes if it has blanks. It has 1 to 79 bytes, which is what Pgpool-II can read. Options may
        be anywhere; after -- no argument is an option.

        Options:
          -k, --key-file=KEY_FILE
                               The path of the key file, whose first line is the pool key, of 1 to
                               255 bytes; a carriage return is one of them. Default: the variable
                               PGPOOLKEYFILE, else .pgpoolkey in your home directory.
          -K, --enc-key=ENCRYPTION_KEY
                               The pool key; takes precedence over any key file.
          -f, --config-file=CONFIG_FILE
                               The path of pgpool.conf, whose setting pool_passwd names the
                               pool_passwd file; a relative path starts beside pgpool.conf.
          -i, --input-file=INPUT_FILE
                               Read user:password pairs from a file, one per line. A line that is
                               wrong is reported, and the others are done.
          -p, --prompt         Prompt for the password.
          -P, --prompt-for-key Prompt for the pool key; takes precedence over -K and any key file.
          -m, --update-pass    Write the entry into the pool_passwd file. A running Pgpool-II reads
                               it when it is reloaded. A file that cannot be replaced, such as one
                               that is mounted by itself, is written in place, with a warning.
          -u, --username=USER  The user whom the entry is for. Default: the current user.
              --password-stdin Read the password from standard input, which must be one line.
              --password-file=FILE
                               Read the password from a file, which must be one line.
              --raw            Encrypt the password as it is given, for md5. Otherwise one that SASLprep
                               changes, as SCRAM does, is encrypted in its changed form, with a
                               warning: with the other form nobody logs in by SCRAM.
              --list           List the users of the pool_passwd file and the types of their entries.
              --check          Check that every AES entry of the pool_passwd file decrypts with the
                               pool key.
              --delete=USER    Remove the user's entries from the pool_passwd file.
              --generate-key   Make a key file with a new random pool key. An existing file is kept.
                               Pgpool-II reads the key only at its start; restart it.
              --version        Print the version.
          -h, --help           Print this help.

        Exit status: 0 if all was done, 1 if anything failed.

        """

    /// An error in the arguments.
    static func refusal(_ line: String) -> Refusal {
        Refusal("pg_enc: \(printable(line))\npg_enc: see pg_enc --help")
    }
}
