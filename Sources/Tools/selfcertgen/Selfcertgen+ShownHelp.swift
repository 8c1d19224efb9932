extension Selfcertgen {
    /// What `--help` shows on 80 columns; written by `Scripts/write-help`.
    static let shownHelp = #"""
        OVERVIEW: Make the certificates of a PostgreSQL or Pgpool-II node: root, server
        and client.

        What is missing is made, what is half-written or expired is repaired from what
        is valid, and what is valid is kept as it is. A file that is neither valid nor
        a mere beginning of what belongs there is refused, not replaced. A key without
        its certificate is kept and gets one. Keys and certificates that are replaced
        are kept, private, in the directory replaced beside the others: the last three
        of each. What is kept although it could not be compared with its key, or
        although root.crt does not verify it, is named on standard error; the exit
        status is 0.

        A certificate that is made again has the names of the one whose place it takes
        beside those that it should have now, and its key the same kind and at least
        the same size. --key-type and --key-size are for keys that are made; with
        --force all are. --san and KEY_SAN, which the original does not know, are never
        ignored: where the server's certificate lacks one of their names, its key and
        certificate are made again, since whoever gives one means it, and a name is
        only ever added by it. --drop-san takes one away. A changed host name, KEY_HOST
        or KEY_SIZE alone leaves what is valid as it is, as with the original. Names
        that change are printed on standard error.

        On a node whose COMPUTE_TYPE is postgres the set is root.key, root.crt,
        root.srl, server.key, server.crt, server-req.pem, and for the client
        client.key, client.crt, client.csr (USER.* for a USER other than webadmin). On
        other nodes there is no client. If the platform's file is missing, --directory
        makes a complete set for this host, and without --directory no client is made.

        --renew-within is for a timer: what ends within as many days is made again, the
        root for its own key, and so is a server's certificate that lacks the host's
        name or a name of KEY_HOST. It is about the root, the server and this user; run
        it for other users, too. What another authority issued is left to that one:
        where it ends within as many days, that is said, with status 65, once all else
        is done. What is not made again keeps its mode and owner, unless others may
        read a key.

        Options and arguments take precedence over the platform's file, and that over
        the environment. An empty argument or variable counts as absent; an empty value
        of an option is refused.

        Further variables:
          KEY_COUNTRY    C of all subjects (default: CH)
          KEY_PROVINCE   ST of all subjects (default: 8200)
          KEY_CITY       L of all subjects (default: Schaffhausen)
          KEY_ORG        O of all subjects (default: Virtuozzo International GmbH)
          KEY_HOST       the server's common name, a host name or an address
                         (default: the name of this host)
          KEY_SAN        other names and addresses of the server, with commas

        Exit status:
          0   done, or nothing to do
          1   a key or certificate cannot be made, or --self-test found a wrong answer
          64  an argument, an option or a variable is wrong
          65  a file is broken and cannot be repaired, or is not as expected
          66  a file is missing
          67  a user or group does not exist on this host
          74  a file cannot be read or written
          75  another program is at work; try again later
          77  not permitted
        With 64, 65, 66, 67 and 75, no key and no certificate was changed; 65 for
        another authority's certificate that ends soon comes after the others were
        renewed.

        USAGE: selfcertgen [<user>] [<env>] [<layer>] [<options>]

        ARGUMENTS:
          <user>                  The user whom the client certificate is for.
                                  (variable: PG_USER; default: webadmin)
          <env>                   The environment, the second part of the root's common
                                  name. (default: the host name after node<digits>-)
          <layer>                 The layer, the first part of the root's common name.
                                  (variable: COMPUTE_TYPE)

        OPTIONS:
          --directory <directory> The directory of the certificates, created if
                                  missing. (default: /var/lib/jelastic/keys/SSL-TLS)
          --days <days>           How long the server certificate is valid, in days.
                                  (variable: KEY_EXPIRE; default: 3650)
          --client-days <client-days>
                                  How long the client certificate is valid, in days.
                                  (default: 365)
          --key-type <type>       The kind of the keys that are made: rsa, ecdsa-p256
                                  or ecdsa-p384. (default: rsa)
          --key-size <bits>       The size of RSA keys that are made, in bits.
                                  (variable: KEY_SIZE; default: 2048)
          --san <name>            Another name or address for the server certificate;
                                  repeatable. (variable: KEY_SAN, with commas)
          --drop-san <name>       A name or address that the server certificate loses;
                                  repeatable.
          --owner <owner>         The owner of the files: user, user:group or numeric
                                  IDs. (default: postgres for root, else you)
          --renew-within <days>   Also make again what ends within as many days, and a
                                  server certificate that lacks a name.
          --force                 Make a new root and reissue the server's and this
                                  user's certificates, whatever is there.
          --metainf <file>        The path of the platform's file of variables.
                                  (default: /etc/jelastic/metainf.conf)
          --json                  Print what was done as JSON.
          --self-test             Test this build on this machine with published
                                  answers; make no certificates.
          --version               Show the version.
          -h, --help              Show help information.


        """#
}
