"""Makes handshakes of TLS as a server, by OpenSSL, for ServingListener.

A connection begins with three lines: the file of a certificate, the file of its key, and what is taken: all, newer
(TLS 1.3 alone), or suites (of TLS 1.2, none that the tool has). A byte answers as PostgreSQL does, which offers no TLS
where OpenSSL does not take the files: S, and then the handshake, or N. The port is printed. It ends with its parent.
"""
import os
import socket
import ssl
import threading
import time


def serve(connection):
    with connection:
        lines = connection.makefile("rb", buffering=0)
        certificate, key, kind = [lines.readline().decode().rstrip("\n") for _ in range(3)]
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        if kind == "newer":
            context.minimum_version = ssl.TLSVersion.TLSv1_3
        if kind == "suites":
            context.maximum_version = ssl.TLSVersion.TLSv1_2
            context.set_ciphers("ECDHE-RSA-AES256-SHA384")
        try:
            context.load_cert_chain(certificate, key)
        except OSError:
            connection.sendall(b"N")
            return
        connection.sendall(b"S")
        try:
            with context.wrap_socket(connection, server_side=True) as inside:
                inside.recv(1)
        except OSError:
            pass


def end_with(parent):
    while os.getppid() == parent:
        time.sleep(0.5)
    os._exit(0)


threading.Thread(target=end_with, args=(os.getppid(),), daemon=True).start()
with socket.create_server(("127.0.0.1", 0), backlog=64) as listener:
    print(listener.getsockname()[1], flush=True)
    while True:
        accepted, _ = listener.accept()
        threading.Thread(target=serve, args=(accepted,), daemon=True).start()
